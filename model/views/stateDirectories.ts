/** Where the jobs of a stack keep their state: buckets and folders from the settings of its FlinkDeployments. */
import { type CloudResource, FLINK_DEPLOYMENT_TYPE } from "./cloudResource.ts";
import { type JobView, readJobView } from "./jobView.ts";
import { type Attempt, type Known, readAll, UNKNOWN } from "./known.ts";

/** A directory of a job in a bucket. */
export interface StateDirectory {
  /** `s3` for every file system of Flink that serves S3: s3, s3a, s3n, s3p. */
  readonly cloud: "s3" | "gs";
  readonly bucket: string;
  /** Beginning of the names of its objects: `orders/checkpoints/`, or the empty text for the whole bucket. */
  readonly folder: string;
  /** A savepoint that is not the newest is only read when somebody asks for it; all else Flink refers to. */
  readonly savepoints: boolean;
}

/** The directories of a stack's jobs. */
export interface StateDirectories {
  readonly directories: readonly StateDirectory[];
  /** Jobs of which a directory is not known. */
  readonly unknownJobs: readonly CloudResource[];
}

/** Settings with a directory of what Flink reads again, by their newest names. */
const SETTINGS = [
  "execution.checkpointing.dir",
  "high-availability.storageDir",
  "job-result-store.storage-path",
  "state.changelog.dstl.dfs.base-path",
  "dstl.dfs.base-path",
];

const SAVEPOINT_SETTING = "execution.checkpointing.savepoint-dir";

/** Beam's own option for the directory of checkpoints. */
const BEAM_OPTION = "stateBackendStoragePath";

/** What Flink's S3 file systems replace by random letters, to spread load. */
const ENTROPY = "_entropy_";

/** Reads the directories of all FlinkDeployments. */
export function readStateDirectories(resources: readonly CloudResource[], attempt: Attempt = readAll): StateDirectories {
  const directories: StateDirectory[] = [];
  const unknownJobs: CloudResource[] = [];
  for (const resource of resources) {
    if (resource.type !== FLINK_DEPLOYMENT_TYPE) continue;
    const found = directoriesOf(readJobView(resource.properties, attempt));
    directories.push(...found.flatMap((directory) => (directory === UNKNOWN ? [] : [directory])));
    if (found.includes(UNKNOWN)) unknownJobs.push(resource);
  }
  return { directories, unknownJobs };
}

function directoriesOf(view: JobView): Known<StateDirectory>[] {
  const directory = (text: Known<string | undefined>, savepoints = false): Known<StateDirectory> | undefined =>
    text === UNKNOWN ? UNKNOWN : parseDirectory(text ?? "", savepoints);
  const found: readonly (Known<StateDirectory> | undefined)[] = [
    ...SETTINGS.map((name) => directory(view.setting(name))),
    directory(view.option(BEAM_OPTION)),
    directory(view.setting(SAVEPOINT_SETTING), true),
  ];
  return found.filter((one) => one !== undefined);
}

function parseDirectory(uri: string, savepoints: boolean): StateDirectory | undefined {
  const [, scheme, bucket, path = ""] = /^(s3[anp]?|gs):\/\/([^/]+)(?:\/(.*))?$/is.exec(uri.trim()) ?? [];
  if (scheme === undefined || bucket === undefined) return undefined;
  const folder = (path.split(ENTROPY)[0] ?? "").split("/").filter((part) => part !== "");
  return {
    cloud: scheme.toLowerCase() === "gs" ? "gs" : "s3",
    bucket,
    folder: folder.map((part) => `${part}/`).join(""),
    savepoints,
  };
}
