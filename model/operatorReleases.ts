/** Releases of the Flink Kubernetes Operator that can be installed: image and CRDs, pinned by checksum. */
import { ArgumentError } from "./argumentError.ts";

/** One CRD of a release. */
export interface OperatorCrd {
  /** Plural name: `flinkdeployments`. */
  readonly plural: string;
  /** Kind: `FlinkDeployment`. */
  readonly kind: string;
  /** File name in the release's source tree. */
  readonly file: string;
  /** Where the official source tree has it, at the release's tag. */
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** One release. */
export interface OperatorRelease {
  readonly version: string;
  /** Official image, whose tag is the release. (The project's own registry at ghcr.io tags by commit.) */
  readonly image: string;
  readonly crds: readonly OperatorCrd[];
}

interface Content {
  readonly sha256: string;
  readonly bytes: number;
}

const KINDS = {
  flinkdeployments: "FlinkDeployment",
  flinksessionjobs: "FlinkSessionJob",
  flinkstatesnapshots: "FlinkStateSnapshot",
  flinkbluegreendeployments: "FlinkBlueGreenDeployment",
} as const;

type Plural = keyof typeof KINDS;

/** The project's official source tree. */
const SOURCE = "https://raw.githubusercontent.com/apache/flink-kubernetes-operator";

/** Identical in all releases since 1.10.0. */
const STATE_SNAPSHOTS: Content = { sha256: "b4d9e65e4465c74ff8526cfc46d823a4a5198d51e0e08a9f0f5a8c6f4380e399", bytes: 2585 };
/** Identical in 1.13.0 to 1.15.0. */
const SESSION_JOBS: Content = { sha256: "f06cc09cbd11897c5120df8c8aae31558d5eb901ea550e9c476b21dd234f99b1", bytes: 8397 };
/** Identical in 1.13.0 and 1.14.0. */
const DEPLOYMENTS_1_13: Content = { sha256: "ceb6e70bd1cbf813d66b2da4ddf761f27b3669a590c081322421617b3be81be6", bytes: 543047 };
/** New in 1.14.0, identical in 1.15.0. */
const BLUE_GREEN: Content = { sha256: "1e6595166e20fcfbc937cb30eda814dedac3e43ddbc1ff224b48c911a64fe760", bytes: 640567 };

/** CRDs by release, read from the source trees at the release tags on 2026-11-23. */
const RELEASES: Readonly<Record<string, Partial<Record<Plural, Content>>>> = {
  "1.10.0": {
    flinkdeployments: { sha256: "5f2b489140be56a972195971b8331f22f2c46d7f0de68cbd11ddf919cbc073a9", bytes: 520836 },
    flinksessionjobs: { sha256: "09f43b086b946e5c6144a2907af8808b04e96c7f2088d1585d6501f1a10ae044", bytes: 8309 },
    flinkstatesnapshots: STATE_SNAPSHOTS,
  },
  "1.13.0": { flinkdeployments: DEPLOYMENTS_1_13, flinksessionjobs: SESSION_JOBS, flinkstatesnapshots: STATE_SNAPSHOTS },
  "1.14.0": {
    flinkdeployments: DEPLOYMENTS_1_13,
    flinksessionjobs: SESSION_JOBS,
    flinkstatesnapshots: STATE_SNAPSHOTS,
    flinkbluegreendeployments: BLUE_GREEN,
  },
  "1.15.0": {
    flinkdeployments: { sha256: "7977265fc26d5e13e46ea5a18b18ce71dc1b93a7c750d781843a7af0d1d13e47", bytes: 543587 },
    flinksessionjobs: SESSION_JOBS,
    flinkstatesnapshots: STATE_SNAPSHOTS,
    flinkbluegreendeployments: BLUE_GREEN,
  },
};

/** Versions that `operatorRelease` knows, oldest first. */
export const OPERATOR_RELEASES: readonly string[] = Object.keys(RELEASES);

/** The release of that version. */
export function operatorRelease(version: string): OperatorRelease {
  const contents = Object.hasOwn(RELEASES, version) ? RELEASES[version] : undefined;
  if (contents === undefined) {
    throw new ArgumentError({
      field: "versions.operator",
      value: version,
      rule: `must be one of ${OPERATOR_RELEASES.join(", ")} to be installed`,
      remedy: "Choose one of these, or install the operator yourself and pass it as existing.",
    });
  }
  return {
    version,
    image: `docker.io/apache/flink-kubernetes-operator:${version}`,
    crds: plurals(contents).map((plural) => crd(version, plural, contents[plural])),
  };
}

function plurals(contents: Partial<Record<Plural, Content>>): Plural[] {
  return (["flinkdeployments", "flinksessionjobs", "flinkstatesnapshots", "flinkbluegreendeployments"] as const).filter(
    (plural) => contents[plural] !== undefined,
  );
}

function crd(version: string, plural: Plural, content: Content | undefined): OperatorCrd {
  if (content === undefined) throw new Error(`release ${version} has no CRD ${plural}`);
  const file = `${plural}.flink.apache.org-v1.yml`;
  return {
    plural,
    kind: KINDS[plural],
    file,
    url: `${SOURCE}/release-${version}/helm/flink-kubernetes-operator/crds/${file}`,
    sha256: content.sha256,
    bytes: content.bytes,
  };
}
