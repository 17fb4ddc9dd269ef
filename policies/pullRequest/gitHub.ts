/** One comment on a pull request, written once and then edited in place, by GitHub's REST API. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

export interface PullRequest {
  /** `https://api.github.com`, or that of an own server. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** May write comments on pull requests; sent to `api` only and never printed. */
  readonly token: string;
}

/** GitHub's answer was no; the message says what to do. */
export class GitHubError extends Error {}

const PAGE = 100;

/** Pages of comments that are looked through; a pull request with more is not read any further by a person either. */
const MOST_PAGES = 50;

/** Times that an answer such as "try later" is followed, and milliseconds in between. */
const RETRIES = 3;
const PAUSE = 1_000;
const MOST_PAUSE = 60_000;

/** Milliseconds for an answer. */
const TIMEOUT = 30_000;

const comments = z.array(
  z.object({ id: z.number(), body: z.string().nullish(), user: z.object({ type: z.string() }).nullish(), html_url: z.string().optional() }),
);
const written = z.object({ id: z.number(), html_url: z.string() });

/** The first line of the comment, by which it is found again: other workflows comment under the same name. */
export function commentMark(key: string): string {
  return `<!-- beam-flink: ${key.replaceAll(/[^\w.-]/g, "-")} -->`;
}

/** Writes the comment or edits it; returns its address. Only a bot's comment is edited: anybody may write the mark. */
export async function putComment(pullRequest: PullRequest, key: string, body: string): Promise<string> {
  const { repository, number } = pullRequest;
  const mark = commentMark(key);
  const own = await findComment(pullRequest, mark);
  const [method, place] =
    own === undefined
      ? (["POST", `repos/${repository}/issues/${number}/comments`] as const)
      : (["PATCH", `repos/${repository}/issues/comments/${own}`] as const);
  return written.parse(await request(pullRequest, method, place, { body: `${mark}\n${body}` })).html_url;
}

async function findComment(pullRequest: PullRequest, mark: string): Promise<number | undefined> {
  const { repository, number } = pullRequest;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const place = `repos/${repository}/issues/${number}/comments?per_page=${PAGE}&page=${page}`;
    const found = comments.parse(await request(pullRequest, "GET", place));
    const own = found.find(({ body, user }) => user?.type === "Bot" && body?.split("\n", 1)[0]?.trim() === mark);
    if (own !== undefined) return own.id;
    if (found.length < PAGE) return undefined;
  }
  return undefined;
}

async function request({ api, token }: PullRequest, method: string, place: string, content?: object): Promise<unknown> {
  for (let tries = 0; ; tries++) {
    const response = await fetch(`${api.replace(/\/$/, "")}/${place}`, {
      method,
      // An address that asks to be followed could get the token elsewhere.
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/vnd.github+json",
        "content-type": "application/json",
        "user-agent": "beam-flink",
        "x-github-api-version": "2022-11-28",
      },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    }).catch((cause: unknown) => {
      throw new GitHubError(`${api} gives no answer to ${method}: see that GITHUB_API_URL is right and can be reached.`, { cause });
    });
    if (response.ok) return response.json();
    const wait = retryAfter(response);
    // A comment that may have been written must not be written twice.
    if (wait === undefined || tries >= RETRIES || (method === "POST" && response.status >= 500))
      throw await refusal(response, method, place);
    await response.body?.cancel();
    await sleep(Math.min(wait, MOST_PAUSE));
  }
}

/** Milliseconds after which to ask again; undefined where that is of no use. */
function retryAfter({ status, headers }: Response): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(seconds)) return seconds * 1_000;
  const limited = status === 429 || (status === 403 && headers.get("x-ratelimit-remaining") === "0");
  return limited || status >= 500 ? PAUSE : undefined;
}

const REMEDIES: Readonly<Record<number, string>> = {
  401: "the token is not valid here: give the workflow's own as GITHUB_TOKEN",
  403: "the token may not write there: grant the job pull-requests: write; a run for a fork's pull request never has that right",
  404: "there is no such repository or pull request, or the token may not see it",
  422: "the comment is not accepted",
};

async function refusal(response: Response, method: string, place: string): Promise<GitHubError> {
  const told = await response.json().catch(() => undefined);
  const message = z.object({ message: z.string() }).safeParse(told).data?.message ?? response.statusText;
  const remedy = REMEDIES[response.status] ?? "see https://www.githubstatus.com and run the job again";
  return new GitHubError(
    `GitHub answers ${response.status} to ${method} ${place.replace(/\?.*$/, "")} (${message.slice(0, 200)}): ${remedy}.`,
  );
}
