/** The rules that the API server can evaluate itself, and the policies made of them. */
export type { AdmissionLevel, Translation, Validation } from "./admissionRule.ts";
export {
  type AdmissionChoice,
  type AdmissionManifests,
  EXEMPT,
  EXEMPT_LABEL,
  exemptLabelOf,
  NAMESPACE_NAME_LABEL,
  renderAdmissionPolicies,
  type RuleChoice,
} from "./manifests.ts";
export { expressibleRules, INEXPRESSIBLE_RULES } from "./rules/index.ts";
