import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commentMark, type PullRequest, putComment } from "../../../policies/pullRequest/gitHub.ts";
import { type GitHubApi, startGitHubApi, TOKEN } from "../../support/pullRequest/gitHubApi.ts";

let gitHub: GitHubApi;
let pullRequest: PullRequest;
beforeEach(async () => {
  gitHub = await startGitHubApi();
  pullRequest = { api: gitHub.address, repository: "acme/streams", number: 7, token: TOKEN };
});
afterEach(() => gitHub.close());

describe("the comment on GitHub", () => {
  test("is written once, and then edited in place", async () => {
    expect(await putComment(pullRequest, "report", "first")).toBe("https://github.test/comment/1000");
    expect(await putComment(pullRequest, "report", "second")).toBe("https://github.test/comment/1000");
    expect(gitHub.comments.map(({ body }) => body)).toEqual(["<!-- beam-flink: report -->\nsecond"]);
  });

  test("is found behind a hundred others", async () => {
    for (let id = 0; id < 150; id++) gitHub.comments.push({ id, body: "other", user: { type: "User" } });
    gitHub.comments.push({ id: 151, body: `${commentMark("report")}\nold`, user: { type: "Bot" } });
    await putComment(pullRequest, "report", "new");
    expect(gitHub.comments.at(-1)?.body).toBe(`${commentMark("report")}\nnew`);
  });

  test("is never somebody else's, who may write the mark too", async () => {
    gitHub.comments.push({ id: 1, body: `${commentMark("report")}\nmine`, user: { type: "User" } });
    gitHub.comments.push({ id: 2, body: `${commentMark("other")}\nof another workflow`, user: { type: "Bot" } });
    await putComment(pullRequest, "report", "new");
    expect(gitHub.comments.map(({ body }) => body.split("\n")[1])).toEqual(["mine", "of another workflow", "new"]);
  });

  test("is tried again where GitHub says so", async () => {
    gitHub.answerNext({ status: 429, headers: { "retry-after": "0" } }, { status: 502, headers: { "retry-after": "0" } });
    await putComment(pullRequest, "report", "new");
    expect(gitHub.comments).toHaveLength(1);
  });

  test("is not tried again where it may have been written", async () => {
    gitHub.answerNext({ status: 502, method: "POST", headers: { "retry-after": "0" } });
    await expect(putComment(pullRequest, "report", "new")).rejects.toThrow("GitHub answers 502 to POST");
    expect(gitHub.requests.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  });

  test.each([
    [403, /may not write there: grant the job pull-requests: write; a run for a fork/],
    [404, /no such repository or pull request/],
    [401, /the token is not valid here/],
  ])("is refused with what to do: %s", async (status, message) => {
    gitHub.answerNext({ status });
    await expect(putComment(pullRequest, "report", "new")).rejects.toThrow(message);
  });

  test("says where GitHub cannot be reached, without the token", async () => {
    const error: unknown = await putComment({ ...pullRequest, api: "http://127.0.0.1:1" }, "report", "new").catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).toContain("http://127.0.0.1:1 gives no answer");
    expect(String(error)).not.toContain(TOKEN);
  });

  test("has a mark that no name can end", () => {
    expect(commentMark("a/b --> <b>")).toMatch(/^<!-- beam-flink: [\w.-]+ -->$/);
  });
});
