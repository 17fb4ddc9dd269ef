import { expect, test } from "vitest";
import type { GraphResource } from "../../../local/offline/resourceGraph.ts";
import { resourceTree } from "../../../local/offline/resourceTree.ts";

const resource = (type: string, name: string, parent?: string, more: Partial<GraphResource> = {}): GraphResource => ({
  type,
  name,
  ...(parent === undefined ? {} : { parent }),
  inputs: {},
  ...more,
});

test("each resource is below its parent, by name, with what becomes of it", () => {
  const tree = resourceTree([
    resource("aws:s3/bucket:Bucket", "state", "Platform streaming", { protect: true }),
    resource("aws:iam/role:Role", "jobs", "Platform streaming", { retainOnDelete: true }),
    resource("pulumi:pulumi:Stack", "app-dev"),
    resource("aws:kms/key:Key", "key", "Stack app-dev", { protect: true, retainOnDelete: true }),
    resource("a:b:Platform", "streaming", "Stack app-dev"),
    resource("a:b:Aaa", "aaa", "Stack app-dev"),
    resource("a:b:Deep", "deep", "Aaa aaa"),
  ]);
  expect(tree.split("\n")).toEqual([
    "pulumi:pulumi:Stack  app-dev",
    "├─ a:b:Aaa  aaa",
    "│  └─ a:b:Deep  deep",
    "├─ aws:kms/key:Key  key  [protected]  [stays when it is deleted here]",
    "└─ a:b:Platform  streaming",
    "   ├─ aws:iam/role:Role  jobs  [stays when it is deleted here]",
    "   └─ aws:s3/bucket:Bucket  state  [protected]",
  ]);
});

test("without resources there is no tree", () => {
  expect(resourceTree([])).toBe("");
});
