/** `image-pinned` in CEL: the image of the job, of its Flink configuration and of the main container in each pod template. */
import { MAIN_CONTAINER } from "../../views/podContainers.ts";
import { imagePinned as rule } from "../../rules/imagePinned.ts";
import { type AdmissionRule, listValidations } from "../admissionRule.ts";
import { concat, literal, pattern, quoted } from "../cel.ts";

/** Repository, tag and digest of `model/imageReference.ts`; a tag holds no slash, so that no text can be read in two ways. */
const REPOSITORY = String.raw`(?:[\w.-]+(?::\d+)?/)?[a-z\d._/-]+`;
const TAG = String.raw`:\w[\w.-]{0,127}`;
const DIGEST = String.raw`@sha256:[a-f\d]{64}`;

const LATEST = String.raw`:latest(?:-[\w.-]*)?$`;

const TEMPLATES = ["podTemplate", "jobManager.podTemplate", "taskManager.podTemplate"];

export const imagePinned: AdmissionRule = {
  rule,
  level: "advisory",
  translate(job, parameters) {
    const digest = parameters.boolean("digest");
    const hasDigest = `p[1].matches(${pattern(`^${REPOSITORY}(?:${TAG})?${DIGEST}$`)})`;
    const hasTag = `p[1].matches(${pattern(`^${REPOSITORY}${TAG}$`)}) && !p[1].matches(${pattern(LATEST)})`;
    const told = (field: string, value: string) =>
      concat(
        field,
        literal(" is "),
        value,
        literal(
          `; the limit is ${digest ? "a reference with a digest" : "a reference with a tag other than latest and latest-…, or a digest"}: `,
        ),
        literal(
          digest
            ? "give image with the digest of what was tested (registry/orders:1.2.0@sha256:…), which the registry prints at the push"
            : "give image with the tag of a release (registry/orders:1.2.0)",
        ),
      );
    // Pairs of what holds the image and its text.
    const places = [
      `${job.field(["image"], "string")}.map(t, ['image', string(t)])`,
      `${job.setting("kubernetes.container.image.ref")}.map(t, ['image of the Flink configuration', string(t)])`,
      ...TEMPLATES.map((template) => {
        const containers = job.variables.define(template.replace(".", "_"), containersOf(template));
        const own = `has(c.name) && c.name == ${literal(MAIN_CONTAINER)} && has(c.image)`;
        return `${containers}.filter(c, ${own}).map(c, [${literal(`image of spec.${template}`)}, string(c.image)])`;
      }),
    ];
    const images = job.variables.define("images", places.join(" + "));
    const bad = `${images}.filter(p, !(${digest ? hasDigest : `${hasDigest} || (${hasTag})`})).map(p, ${told("p[0]", quoted("p[1]"))})`;
    const missing = `[${told("'image'", "'not set'")}]`;
    const texts = job.variables.define("findings", `size(${images}) == 0 ? ${missing} : ${bad}`);
    return listValidations(texts, places.length);
  },
};

function containersOf(template: string): string {
  const path = `spec.${template}.spec.containers`.split(".");
  const steps = path.slice(1).map((_, index) => `has(object.${path.slice(0, index + 2).join(".")})`);
  return `${steps.join(" && ")} ? object.${path.join(".")} : []`;
}
