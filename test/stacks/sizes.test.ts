import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { PROJECT } from "../../local/environment/environments.ts";

const ENVIRONMENTS = ["aws-dev", "aws-prod", "gcp-dev", "gcp-prod"];

/** Kinds of resources as a person counts them; the first that matches takes a type. */
const KINDS: readonly (readonly [kind: string, type: RegExp])[] = [
  ["cluster", /^(aws:eks|gcp:container)\/cluster:/],
  ["node pools", /NodePool$/],
  ["NAT gateways", /NatGateway$|RouterNat$/],
  ["public addresses", /:Eip$/],
  ["other parts of the network", /^(aws:ec2|gcp:compute)\//],
  ["encryption keys", /^aws:kms\/key:/],
  ["log groups", /:LogGroup$/],
  ["buckets", /^(aws:s3|gcp:storage)\/bucket:/],
  ["settings of the bucket", /^aws:s3\//],
  ["roles and service accounts of the cloud", /^aws:iam\/role:|^gcp:serviceaccount\//],
  ["policies, grants and other parts of identity", /^aws:iam|^aws:eks|^aws:kms|IAMMember$/],
  ["jobs", /:FlinkDeployment$/],
  ["other Kubernetes objects", /^kubernetes:/],
];

const typesOf = (environment: string) => {
  const file = path.join(PROJECT, "test", "stacks", "golden", `${environment}.json`);
  const graph = JSON.parse(readFileSync(file, "utf8")) as readonly { readonly type: string }[];
  return graph.map(({ type }) => type).filter((type) => !/^(pulumi|beam-flink):/.test(type));
};

/** Rows of the table, the last one with the sums. */
function rows(): string[] {
  const counted = ENVIRONMENTS.map((environment) => {
    const counts = new Map<string, number>();
    for (const type of typesOf(environment)) {
      const kind = KINDS.find(([, pattern]) => pattern.test(type))?.[0];
      if (kind === undefined) throw new Error(`${type} is of no kind that the table has`);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  });
  const row = (title: string, numbers: readonly number[]) => `| ${title} | ${numbers.map((number) => number || "").join(" | ")} |`;
  return [
    ...KINDS.map(([kind]) =>
      row(
        kind,
        counted.map((counts) => counts.get(kind) ?? 0),
      ),
    ),
    row(
      "**all**",
      ENVIRONMENTS.map((environment) => typesOf(environment).length),
    ),
  ];
}

describe("docs/environments.md", () => {
  test("counts the resources of each environment as the golden graphs have them", () => {
    const text = readFileSync(path.join(PROJECT, "docs", "environments.md"), "utf8");
    const table = /<!-- sizes:[^\n]*-->\n([^]*?)\n<!-- end of sizes -->/.exec(text)?.[1]?.split("\n");
    expect(table?.slice(0, 2)).toEqual([`| kind | ${ENVIRONMENTS.join(" | ")} |`, "|---|---|---|---|---|"]);
    expect(table?.slice(2)).toEqual(rows());
  });
});
