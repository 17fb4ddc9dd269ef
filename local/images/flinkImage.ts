/**
 * The image of Flink and the Beam job: a stand-in for the official Flink image with a job in `/opt/flink/usrlib`, for machines that cannot
 * pull one. Flink's folder is laid out as the official image's is, and the entry script keeps its contract.
 */
import { chmod, copyFile, link, mkdir, readdir, symlink } from "node:fs/promises";
import * as path from "node:path";
import type { Step } from "../support/step.ts";
import type { Image } from "./imageArchive.ts";
import { FLINK_UID, JAVA_HOME, javaRuntimeLayer } from "./javaRuntime.ts";
import { type JavaProject, mavenBuild, projectFile } from "./mavenBuild.ts";

const FLINK_HOME = "/opt/flink";

/** What the image is, for whoever inspects it in a cluster. */
const STAND_IN = "stand-in for the official Flink 1.19 image: component jars of Flink 1.19.1, S3 plugin 1.19.0, entry point of beam-flink";

/** A job's Maven project, and the jar that it makes beside its `lib` folder. */
export interface JobProject {
  readonly project: JavaProject;
  readonly jar: string;
}

const LOCAL_JOB: JobProject = { project: "beamJob", jar: "beam-job.jar" };

/** Makes the layers' folders below `work`. @default job: the local environment's */
export async function flinkWithJob(ref: string, work: string, step: Step, job: JobProject = LOCAL_JOB): Promise<Image> {
  const runtime = await javaRuntimeLayer(step);
  const flink = await mavenBuild("flink", step);
  const built = await mavenBuild(job.project, step);
  const flinkLayer = path.join(work, "flink");
  const jobLayer = path.join(work, "job");
  await layOutFlink(flinkLayer, flink);
  await layOutJob(jobLayer, built, job.jar, new Set(await readdir(path.join(flink, "lib"))));
  return {
    ref,
    layers: [runtime, { dir: flinkLayer, uid: FLINK_UID, gid: FLINK_UID }, { dir: jobLayer, uid: FLINK_UID, gid: FLINK_UID }],
    config: {
      Entrypoint: ["/docker-entrypoint.sh"],
      Cmd: ["help"],
      Env: [
        `PATH=${JAVA_HOME}/bin:${FLINK_HOME}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        `JAVA_HOME=${JAVA_HOME}`,
        `FLINK_HOME=${FLINK_HOME}`,
      ],
      User: `${FLINK_UID}:${FLINK_UID}`,
      WorkingDir: FLINK_HOME,
      ExposedPorts: { "6123/tcp": {}, "8081/tcp": {} },
      Labels: { "org.opencontainers.image.description": STAND_IN },
    },
  };
}

async function layOutFlink(root: string, build: string): Promise<void> {
  const home = path.join(root, FLINK_HOME);
  await linkJars(path.join(build, "lib"), path.join(home, "lib"));
  await linkJars(path.join(build, "plugins", "s3-fs-hadoop"), path.join(home, "plugins", "s3-fs-hadoop"));
  await link(path.join(build, "flink-container-stand-in.jar"), path.join(home, "lib", "flink-container-stand-in.jar"));
  for (const folder of ["bin", "conf", "log"]) await mkdir(path.join(home, folder));
  for (const file of ["flink-conf.yaml", "log4j-console.properties"]) {
    await copyFile(projectFile("flink", "conf", file), path.join(home, "conf", file));
  }
  // Beside the script too: a configuration that is mounted over conf/ may come without one.
  await copyFile(projectFile("flink", "conf", "log4j-console.properties"), path.join(home, "bin", "log4j-console.properties"));
  await copyFile(projectFile("flink", "java-options.txt"), path.join(home, "bin", "java-options.txt"));
  await copyFile(projectFile("flink", "docker-entrypoint.sh"), path.join(home, "bin", "docker-entrypoint.sh"));
  await chmod(path.join(home, "bin", "docker-entrypoint.sh"), 0o755);
  await symlink(path.join(FLINK_HOME, "bin", "docker-entrypoint.sh"), path.join(root, "docker-entrypoint.sh"));
}

/** The same jar in usrlib and in Flink's lib would be loaded twice, as different classes. */
async function layOutJob(root: string, build: string, own: string, inFlinkLib: ReadonlySet<string>): Promise<void> {
  const usrlib = path.join(root, FLINK_HOME, "usrlib");
  await linkJars(path.join(build, "lib"), usrlib, (jar) => !inFlinkLib.has(jar));
  await link(path.join(build, own), path.join(usrlib, own));
}

/** Hard links: the jars stay in the cache once, and the layers are packed from there. */
async function linkJars(from: string, to: string, wanted: (jar: string) => boolean = () => true): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const jar of await readdir(from)) if (wanted(jar)) await link(path.join(from, jar), path.join(to, jar));
}
