/** A stand-in for GitHub's REST API of comments on one pull request. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface StoredComment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: "Bot" | "User" };
}

export interface PlannedAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** To requests of this kind only; others before it are answered as ever. */
  readonly method?: string;
}

export interface GitHubApi {
  readonly address: string;
  readonly comments: StoredComment[];
  /** `GET /repos/...`, in their order. */
  readonly requests: readonly string[];
  /** Answers the next requests so, each once, before it behaves. */
  answerNext(...answers: readonly PlannedAnswer[]): void;
  close(): Promise<void>;
}

const REPOSITORY = "acme/streams";
const PULL_REQUEST = 7;
export const TOKEN = "ghs_standInToken";

/** The variables by which a workflow's step finds it, besides GITHUB_EVENT_PATH. */
export function variablesFor({ address }: GitHubApi): Record<string, string> {
  return { GITHUB_API_URL: address, GITHUB_REPOSITORY: REPOSITORY, GITHUB_TOKEN: TOKEN };
}

/** What the event's file says. */
export const EVENT = JSON.stringify({ pull_request: { number: PULL_REQUEST } });

export async function startGitHubApi(): Promise<GitHubApi> {
  const comments: StoredComment[] = [];
  const requests: string[] = [];
  const planned: PlannedAnswer[] = [];
  const answer = async (request: IncomingMessage): Promise<{ status: number; content: unknown; headers?: Record<string, string> }> => {
    const { method = "", url = "" } = request;
    requests.push(`${method} ${url}`);
    const next = planned[0]?.method === undefined || planned[0].method === method ? planned.shift() : undefined;
    if (next !== undefined) return { ...next, content: { message: "Resource not accessible by integration" } };
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, content: { message: "Bad credentials" } };
    const [, id] = new RegExp(`^/repos/${REPOSITORY}/issues/comments/(\\d+)$`).exec(url) ?? [];
    if (method === "PATCH" && id !== undefined) {
      const found = comments.find((comment) => comment.id === Number(id));
      if (found === undefined) return { status: 404, content: { message: "Not Found" } };
      found.body = await bodyOf(request);
      return { status: 200, content: { id: found.id, html_url: `https://github.test/comment/${id}` } };
    }
    if (!url.startsWith(`/repos/${REPOSITORY}/issues/${PULL_REQUEST}/comments`)) return { status: 404, content: { message: "Not Found" } };
    if (method === "GET") {
      const query = new URL(url, "http://localhost").searchParams;
      const [size, page] = [Number(query.get("per_page")), Number(query.get("page"))];
      return { status: 200, content: comments.slice((page - 1) * size, page * size) };
    }
    const body = await bodyOf(request);
    // As GitHub does.
    if (body.length > 65_536) return { status: 422, content: { message: "body is too long (maximum is 65536 characters)" } };
    const made = { id: 1000 + comments.length, body, user: { type: "Bot" } as const };
    comments.push(made);
    return { status: 201, content: { id: made.id, html_url: `https://github.test/comment/${made.id}` } };
  };
  const server = createServer((request, response) => {
    void answer(request).then(({ status, content, headers }) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(content)),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments,
    requests,
    answerNext: (...answers) => void planned.push(...answers),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return (JSON.parse(text) as { body: string }).body;
}
