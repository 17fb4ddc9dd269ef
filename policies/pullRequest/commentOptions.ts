/** What the command line and the variables of a workflow say of the comment. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ArgumentError } from "../../model/index.ts";
import { refuseOptions } from "../refuseOptions.ts";
import type { PullRequest } from "./gitHub.ts";

/** Help of the command. */
export const COMMENT_USAGE = `beam-flink comment BASE HEAD [options]

Writes the comment of a pull request as Markdown: what it changes in each environment, what that does to running jobs and how large their
checkpoints get, and what the rules say. BASE and HEAD are folders, each with what "beam-flink preview --output" has written there, and
with manifests; an empty BASE means that there is nothing to compare with.

  --pack baseline|production   rules and levels (default: production)
  --config FILE                levels, parameters and waivers
  --post                       puts it on the pull request, and later edits it there: GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_EVENT_PATH
                               say where, as they do in a workflow
  --key NAME                   tells this comment from others of the same pull request (default: pull-request)
  --summary FILE               adds the whole report to FILE, which is GITHUB_STEP_SUMMARY in a workflow
  --help                       this text

Exit code: 0 it was written, 1 GitHub refuses it, 2 the input or an option cannot be read.
`;

export interface CommentCommandOptions {
  readonly help: boolean;
  readonly base: string;
  readonly head: string;
  readonly pack: "baseline" | "production";
  readonly config: string | undefined;
  readonly post: PullRequest | undefined;
  readonly key: string;
  readonly summary: string | undefined;
  /** Page of the run in a workflow. */
  readonly run: string | undefined;
}

const OPTIONS = {
  pack: { type: "string", default: "production" },
  config: { type: "string" },
  post: { type: "boolean", default: false },
  key: { type: "string", default: "pull-request" },
  summary: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads them; throws an ArgumentError for what is missing or not known. */
export function parseCommentOptions(parameters: readonly string[], variables: Variables): CommentCommandOptions {
  refuseOptions("comment", parameters, OPTIONS);
  const { values, positionals } = parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: true });
  const { help, config, key, summary, pack } = values;
  const [base = "", head = "", ...others] = positionals;
  if (!help && (head === "" || others.length > 0)) {
    const remedy = "Name the folder of the base, then the folder of the head.";
    throw new ArgumentError({ field: "BASE HEAD", value: positionals.join(" "), rule: "must be two folders", remedy });
  }
  if (pack !== "baseline" && pack !== "production") {
    throw new ArgumentError({ field: "--pack", value: pack, rule: "must be one of baseline, production", remedy: "Choose one of them." });
  }
  const post = values.post && !help ? pullRequestOf(variables) : undefined;
  return { help, base, head, pack, config, post, key, summary, run: runOf(variables) };
}

function pullRequestOf(variables: Variables): PullRequest {
  const repository = variable(variables, "GITHUB_REPOSITORY");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new ArgumentError({ field: "GITHUB_REPOSITORY", value: repository, rule: "must be owner/name", remedy: "Set it so." });
  }
  return {
    api: variables["GITHUB_API_URL"] || "https://api.github.com",
    repository,
    number: pullRequestNumber(variable(variables, "GITHUB_EVENT_PATH")),
    token: variable(variables, "GITHUB_TOKEN"),
  };
}

function variable(variables: Variables, name: string): string {
  const value = variables[name];
  if (value !== undefined && value !== "") return value;
  const remedy = "A workflow of GitHub sets it, GITHUB_TOKEN where env says so: ${{ github.token }}.";
  throw new ArgumentError({ field: name, value: undefined, rule: "is needed for --post", remedy });
}

const event = z.object({ pull_request: z.object({ number: z.number().int().positive() }) });

function pullRequestNumber(file: string): number {
  const wrong = (value: string) => {
    const remedy = "Post from a workflow that runs on pull_request.";
    return new ArgumentError({ field: "GITHUB_EVENT_PATH", value, rule: "must tell of a pull request", remedy });
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw wrong(file);
  }
  const result = event.safeParse(content);
  if (result.success) return result.data.pull_request.number;
  throw wrong(file);
}

function runOf(variables: Variables): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = variables;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}
