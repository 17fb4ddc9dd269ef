/** The image of the local controller, a stand-in for the official Flink Kubernetes Operator; run as `/docker-entrypoint.sh operator`. */
import { chmod, copyFile, link, mkdir, readdir } from "node:fs/promises";
import * as path from "node:path";
import type { Step } from "../support/step.ts";
import type { Image } from "./imageArchive.ts";
import { FLINK_UID, JAVA_HOME, javaRuntimeLayer } from "./javaRuntime.ts";
import { mavenBuild, projectFile } from "./mavenBuild.ts";

/** The official image has its jar in `/flink-kubernetes-operator`; another name, so that nobody takes the one for the other. */
const HOME = "/opt/flink-operator";
const FLINK_CONF_DIR = "/opt/flink/conf";

/** What the image is, for whoever inspects it in a cluster. */
const STAND_IN = "stand-in for the official Flink Kubernetes Operator 1.10.0: the local controller of beam-flink";

/** Makes the layers' folders below `work`. */
export async function localOperator(ref: string, work: string, step: Step): Promise<Image> {
  const runtime = await javaRuntimeLayer(step);
  const build = await mavenBuild("operator", step);
  const layer = path.join(work, "operator");
  const lib = path.join(layer, HOME, "lib");
  for (const folder of [lib, path.join(layer, FLINK_CONF_DIR), path.join(layer, "/opt/flink/artifacts")])
    await mkdir(folder, { recursive: true });
  for (const jar of await readdir(path.join(build, "lib"))) await link(path.join(build, "lib", jar), path.join(lib, jar));
  await link(path.join(build, "operator.jar"), path.join(lib, "operator.jar"));
  await copyFile(projectFile("operator", "docker-entrypoint.sh"), path.join(layer, "docker-entrypoint.sh"));
  await chmod(path.join(layer, "docker-entrypoint.sh"), 0o755);
  return {
    ref,
    layers: [runtime, { dir: layer, uid: FLINK_UID, gid: FLINK_UID }],
    config: {
      Entrypoint: ["/docker-entrypoint.sh"],
      Cmd: ["operator"],
      Env: [
        `PATH=${JAVA_HOME}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        `JAVA_HOME=${JAVA_HOME}`,
        `FLINK_CONF_DIR=${FLINK_CONF_DIR}`,
      ],
      User: `${FLINK_UID}:${FLINK_UID}`,
      WorkingDir: HOME,
      Labels: { "org.opencontainers.image.description": STAND_IN },
    },
  };
}
