/** What `beam-flink preview` refuses before anything runs, and what it makes of a config that it cannot decrypt. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { previewCommand } from "../../cli/preview.ts";
import { readProject } from "../../local/offline/project.ts";
import { readStackConfig } from "../../local/offline/stackConfig.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "preview-"));
  await write("Pulumi.yaml", "name: streams\nruntime: nodejs\n");
  await write("index.js", "");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(path.join(folder, name), text);

async function refusal(...parameters: string[]): Promise<string> {
  let errors = "";
  const code = await previewCommand(parameters, { output: () => {}, errors: (text) => void (errors += text) });
  expect(code).toBe(2);
  return errors;
}

describe("the command preview", () => {
  test.each<[string[], string]>([
    [[], "Write --offline"],
    [["--offline", "dev"], "Name a stack with --stack dev"],
    [["--offline", "--stak", "dev"], "Did you mean --stack?"],
    [["--offline", "--policy-pack", "nowhere"], '--policy-pack is "nowhere": must be there'],
    [["--offline", "--policy-pack-config", "x.json"], "must be given once for each --policy-pack, of which there are 0"],
    [["--offline", "--reference", "network"], 'Write it as "network/prod=outputs.json"'],
    [["--offline", "--project", "/nowhere"], "/nowhere is no Pulumi project"],
  ])("refuses %j with what to do", async (parameters, message) => {
    expect(await refusal(...parameters)).toContain(message);
  });

  test("wants a stack that has a config, and names those that have one", async () => {
    expect(await refusal("--offline", "--project", folder)).toContain("must have a stack, as a file");
    await write("Pulumi.dev.yaml", "");
    await write("Pulumi.prod.yaml", "");
    expect(await refusal("--offline", "--project", folder)).toContain("must be all or one of dev, prod. Name one.");
    expect(await refusal("--offline", "--project", folder, "--stack", "pord")).toContain("Did you mean prod?");
  });

  test("refuses a program of another language", async () => {
    await write("Pulumi.yaml", "name: streams\nruntime: python\n");
    expect(await refusal("--offline", "--project", folder)).toContain('says runtime: "python"');
  });
});

describe("the config of a stack", () => {
  test("has stand-ins for its secrets, wherever they stand, and no key", async () => {
    const config = { "streams:password": { secure: "AAAA" }, "streams:db": { host: "h", users: [{ token: { secure: "BBBB" } }] } };
    await write(
      "Pulumi.dev.yaml",
      JSON.stringify({ secretsprovider: "awskms://x", encryptedkey: "CCCC", environment: ["team/dev"], config }),
    );
    const read = readStackConfig(readProject(folder), "dev");
    expect(read.text).not.toMatch(/AAAA|BBBB|CCCC|awskms/);
    expect(JSON.parse(read.text)).toEqual({ config: { "streams:db": { host: "h", users: [{}] } } });
    expect(Object.keys(read.secrets)).toEqual(["streams:password", "streams:db.users[0].token"]);
    expect(read.environments).toEqual(["team/dev"]);
  });

  test("stays what it is where nothing is secret, to the form of its numbers", async () => {
    await write("Pulumi.dev.yaml", "encryptionsalt: v1:x\nconfig:\n  streams:version: 1.10\n");
    expect(readStackConfig(readProject(folder), "dev")).toEqual({
      text: "config:\n  streams:version: 1.10\n",
      secrets: {},
      environments: [],
    });
  });
});
