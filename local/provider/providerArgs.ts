/** The arguments of the `kubernetes` provider resource. */
import type { ClusterArgs } from "./kubectlProxy.ts";
import type { JsonObject } from "./values.ts";

export interface ProviderArgs extends ClusterArgs {
  readonly namespace?: string;
  readonly enablePatchForce: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  readonly upsertExistingObjects: boolean;
}

/** Arguments by which the official plugin does something that this one cannot. */
const UNSERVED = ["renderYamlToDirectory", "alwaysRender", "deleteUnreachable", "skipUpdateUnreachable"] as const;

/** Reads the arguments; the engine sends all but texts as JSON in a text. */
export function providerArgs(values: JsonObject): ProviderArgs {
  const text = (key: string) => {
    const value = values[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const flag = (key: string, variable?: string) => {
    const value = values[key] ?? (variable === undefined ? undefined : process.env[variable]);
    return value === true || value === "true";
  };
  return {
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    cluster: text("cluster"),
    namespace: text("namespace"),
    enablePatchForce: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
    enableConfigMapMutable: flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
    enableSecretMutable: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
    upsertExistingObjects: flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
  };
}

/** The first argument that needs the official plugin, if there is one. */
export function unservedArg(values: JsonObject): string | undefined {
  const set = UNSERVED.find((key) => values[key] !== undefined && values[key] !== false && values[key] !== "false");
  return (
    set ??
    (values["enableServerSideApply"] === false || values["enableServerSideApply"] === "false" ? "enableServerSideApply: false" : undefined)
  );
}

const TEXTS = ["kubeconfig", "context", "cluster", "namespace", "clusterIdentifier"];
const FLAGS = ["enableServerSideApply", "enablePatchForce", "enableConfigMapMutable", "enableSecretMutable", "upsertExistingObjects"];

/** The provider's arguments as the official schema has them, for languages that check a program against it, as YAML does. */
export const PROVIDER_SCHEMA = {
  inputProperties: Object.fromEntries([
    ...TEXTS.map((name) => [name, { type: "string" }]),
    ...FLAGS.map((name) => [name, { type: "boolean" }]),
  ]),
};
