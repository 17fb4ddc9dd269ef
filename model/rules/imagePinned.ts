/** The image of the job is the one that was tested: its reference names one version. */
import { z } from "zod";
import { readImageReference } from "../views/imageReference.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import type { ManifestPath, Place } from "../views/place.ts";
import { MAIN_CONTAINER, podContainers } from "../views/podContainers.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

const SETTING = "kubernetes.container.image.ref";

export const imagePinned = defineRule({
  id: "image-pinned",
  title: "The image has a tag other than latest, and in production a digest.",
  reason:
    "TaskManagers start days after the JobManager, on other nodes, whenever the job scales or fails: without a tag, or with " +
    "latest (or latest-java11), they may run another version than the JobManager. Only a digest names one image for good; a tag can be moved.",
  source: "KubernetesConfigOptions.CONTAINER_IMAGE of Flink; reference syntax of the OCI distribution specification",
  versions: "every Flink and operator",
  parameters: z.object({
    digest: z.boolean().default(false).describe("True: a digest is required, not only a tag."),
  }),
  evaluate(view, { digest }) {
    const { places, unknown } = images(view);
    return ruleResult(
      places.map(({ field, text, at }) => judge(field, text, at, digest)),
      unknown,
    );
  },
});

interface Image {
  readonly field: string;
  readonly text: Known<string | undefined>;
  readonly at: Place;
}

/** An image that can be judged. */
interface KnownImage extends Image {
  readonly text: string | undefined;
}

/** The image of the FlinkDeployment comes before that of a pod template's main container, which then is there for nothing. */
function images(view: JobView): { readonly places: readonly KnownImage[]; readonly unknown: readonly string[] } {
  const own: Image = { field: "image", text: view.image, at: { path: ["spec", "image"] } };
  const containers = podContainers(view, "containers");
  const all: readonly Image[] = [
    own,
    { field: "image of the Flink configuration", text: view.setting(SETTING), at: { setting: SETTING } },
    ...containers.paths.flatMap((path) => imageOfTemplate(view, path)),
  ];
  const unknown = [
    ...all.flatMap(({ field, text }) => (text === UNKNOWN ? [field] : [])),
    ...(containers.incomplete ? ["containers of the pod templates"] : []),
  ];
  const places = all.flatMap(({ field, text, at }): KnownImage[] => (text === UNKNOWN || text === undefined ? [] : [{ field, text, at }]));
  const missing = places.length === 0 && unknown.length === 0;
  return { places: missing ? [{ ...own, text: undefined }] : places, unknown };
}

function imageOfTemplate(view: JobView, path: ManifestPath): Image[] {
  const name = view.text(...path, "name");
  const image = view.text(...path, "image");
  if (image === undefined || (name !== UNKNOWN && name !== MAIN_CONTAINER)) return [];
  const field = `image of ${path.slice(0, -3).join(".")}`;
  return [{ field, text: name === UNKNOWN ? UNKNOWN : image, at: { path: [...path, "image"] } }];
}

function judge(field: string, text: string | undefined, at: Place, digest: boolean): Finding | undefined {
  const reference = text === undefined ? undefined : readImageReference(text);
  const limit = digest ? "a reference with a digest" : "a reference with a tag other than latest and latest-…, or a digest";
  const remedy = digest
    ? "give image with the digest of what was tested (registry/orders:1.2.0@sha256:…), which the registry prints at the push"
    : "give image with the tag of a release (registry/orders:1.2.0)";
  if (text === undefined) return { field, value: "not set", limit, remedy, at };
  if (reference?.digest !== undefined) return undefined;
  if (!digest && reference?.tag !== undefined && !/^latest(-|$)/.test(reference.tag)) return undefined;
  return { field, value: JSON.stringify(text), limit, remedy, at };
}
