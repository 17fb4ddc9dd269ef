import { describe, expect, test } from "vitest";
import { type CheckFinding, type CheckReport, exitCodeOf } from "../../../../policies/check/report/checkReport.ts";
import { renderJson } from "../../../../policies/check/report/json.ts";
import { renderJunit } from "../../../../policies/check/report/junit.ts";
import { renderMarkdown } from "../../../../policies/check/report/markdown.ts";
import { renderSarif } from "../../../../policies/check/report/sarif.ts";
import { renderText } from "../../../../policies/check/report/text.ts";
import { check } from "../checked.ts";

const FINDING: CheckFinding = {
  rule: "bundle-size",
  level: "mandatory",
  resource: "beam/orders",
  file: "deploy/orders.yaml",
  line: 15,
  column: 9,
  field: "bundle size",
  value: "5",
  limit: "10000 to 100000 elements",
  message: "bundle size is 5; the limit is 10000 to 100000 elements: set bundles.size",
  remedy: "set bundles.size",
  suggestion: "10000",
  change: { removed: "--maxBundleSize=5", added: "--maxBundleSize=10000" },
};

const RULE = { level: "mandatory", title: "A title.", reason: "A reason.", source: "a source", versions: "all versions" } as const;

const REPORT: CheckReport = {
  pack: "beam-flink-production",
  rules: [
    { ...RULE, id: "bundle-size", kind: "job" },
    { ...RULE, id: "image-pinned", kind: "job", level: "advisory" },
    { ...RULE, id: "checkpoint-budget", kind: "job" },
    { ...RULE, id: "upgrade-mode", kind: "job" },
    { ...RULE, id: "bucket-tls-only", kind: "bucket" },
  ],
  strict: false,
  findings: [
    FINDING,
    {
      ...FINDING,
      rule: "image-pinned",
      level: "advisory",
      line: 3,
      message: "image is x|y <b>",
      value: "x|y <b>",
      change: undefined,
      suggestion: undefined,
    } as CheckFinding,
  ],
  waived: [{ ...FINDING, resource: "beam/slow", owner: "@payments", reason: "a slow sink", expires: "2026-12-01" }],
  notEvaluated: [
    {
      rule: "checkpoint-budget",
      level: "mandatory",
      resource: "beam/orders",
      file: "deploy/orders.yaml",
      line: 1,
      column: 1,
      fields: ["number of pipelines"],
      strict: false,
    },
  ],
  announcements: ["the waiver of @payments ends in 5 days"],
  checked: [
    { kind: "job", resource: "beam/orders", file: "deploy/orders.yaml", line: 1 },
    { kind: "job", resource: "beam/slow", file: "deploy/orders.yaml", line: 30 },
  ],
  passedOver: { Service: 2 },
  errors: [{ file: "bad.yaml", line: 2, column: 3, problem: "this is not YAML", remedy: "correct it" }],
};

/** The same where what is not evaluated counts. */
const STRICT: CheckReport = { ...REPORT, strict: true, notEvaluated: REPORT.notEvaluated.map((one) => ({ ...one, strict: true })) };

const CLEAN: CheckReport = { ...REPORT, findings: [], waived: [], notEvaluated: [], announcements: [], errors: [], passedOver: {} };
const EMPTY: CheckReport = { ...CLEAN, checked: [] };

describe("the exit code", () => {
  test.each<[number, string, CheckReport]>([
    [0, "clean", CLEAN],
    [0, "nothing to check", EMPTY],
    [0, "advisory alone", { ...CLEAN, findings: [{ ...FINDING, level: "advisory" }] }],
    [0, "waived", { ...CLEAN, waived: REPORT.waived }],
    [0, "not evaluated", { ...CLEAN, notEvaluated: REPORT.notEvaluated }],
    [1, "not evaluated and strict", { ...CLEAN, notEvaluated: STRICT.notEvaluated, strict: true }],
    [1, "mandatory", { ...CLEAN, findings: [FINDING] }],
    [2, "bad input", { ...CLEAN, errors: REPORT.errors }],
    [2, "bad input and mandatory", REPORT],
  ])("is %i: %s", (code, _, report) => {
    expect(exitCodeOf(report)).toBe(code);
  });
});

describe("json", () => {
  test("is one object with the fields of the contract", () => {
    const { change: _, ...finding } = FINDING;
    const object: unknown = JSON.parse(renderJson(REPORT));
    expect(object).toMatchObject({
      findings: [finding, { rule: "image-pinned" }],
      checked: 2,
      passedOver: { Service: 2 },
      errors: REPORT.errors,
    });
    expect(Object.keys(Object(object))).toStrictEqual([
      "pack",
      "strict",
      "findings",
      "notEvaluated",
      "waived",
      "announcements",
      "checked",
      "passedOver",
      "errors",
    ]);
    expect(object).toHaveProperty("findings.0", finding);
    expect(object).toHaveProperty("notEvaluated", REPORT.notEvaluated);
    expect(object).toHaveProperty("waived.0.owner", "@payments");
  });
});

describe("text", () => {
  test("has place, rule and message by resource, and the sum at its end", () => {
    expect(renderText(REPORT)).toBe(`beam/orders (deploy/orders.yaml)
  deploy/orders.yaml:15:9: mandatory bundle-size
    bundle size is 5; the limit is 10000 to 100000 elements: set bundles.size
  deploy/orders.yaml:3:9: advisory image-pinned
    image is x|y <b>

waived
  beam/slow: bundle-size, by @payments until 2026-12-01 (a slow sink): bundle size is 5; the limit is 10000 to 100000 elements

not evaluated, for want of
  beam/orders (deploy/orders.yaml:1)
    checkpoint-budget: number of pipelines

note: the waiver of @payments ends in 5 days

failed beam-flink-production: 2 jobs checked, 1 violation, 1 advisory, 1 waived, 1 not evaluated, 1 error in the input
passed over: 2 Service
`);
  });

  test("text of others begins no line of its own", () => {
    const hostile = "x\n::error::\u001b[2J";
    const report: CheckReport = {
      ...REPORT,
      findings: [{ ...FINDING, resource: hostile, file: hostile, message: hostile }],
      passedOver: { [hostile]: 1 },
      announcements: [hostile],
      waived: REPORT.waived.map((one) => ({ ...one, reason: hostile, resource: hostile })),
      notEvaluated: REPORT.notEvaluated.map((one) => ({ ...one, resource: hostile, file: hostile })),
    };
    expect(
      renderText(report)
        .split("\n")
        .filter((line) => line.startsWith("::") || line.includes("\u001b")),
    ).toEqual([]);
  });

  test("does not say that nothing is here where something could not be read", () => {
    expect(renderText({ ...EMPTY, errors: REPORT.errors })).not.toContain("There is no FlinkDeployment");
  });

  test("says so where there is nothing to check", () => {
    expect(renderText(EMPTY)).toBe(
      "There is no FlinkDeployment with a job here.\npassed beam-flink-production: 0 jobs checked, 0 violations\n",
    );
  });
});

describe("markdown", () => {
  test("is what a pull request shows", () => {
    expect(renderMarkdown(REPORT)).toBe(`## Beam on Flink: this must change before it merges

2 resources checked by \`beam-flink-production\`: **1 violation**, 1 advisory, 1 waived, 1 not evaluated, **1 error in the input**.

### Cannot be read

| where | what is wrong | what to do |
|---|---|---|
| \`bad.yaml:2:3\` | this is not YAML | correct it |

### Violations

| resource | rule | found | limit | where |
|---|---|---|---|---|
| \`beam/orders\` | **\`bundle-size\`** | bundle size is 5 | 10000 to 100000 elements | \`deploy/orders.yaml:15\` |
|  | \`image-pinned\` (advisory) | bundle size is x\\|y \\<b\\> | 10000 to 100000 elements | \`deploy/orders.yaml:3\` |

### What to change

**\`beam/orders\`** in \`deploy/orders.yaml\`

\`\`\`diff
@@ deploy/orders.yaml:15 @@ bundle-size
- --maxBundleSize=5
+ --maxBundleSize=10000
\`\`\`

- \`image-pinned\`: set bundles.size

### Waived

| resource | rule | found | waived by | until | reason |
|---|---|---|---|---|---|
| \`beam/slow\` | \`bundle-size\` | bundle size is 5 | @&#8203;payments | 2026-12-01 | a slow sink |

### Not evaluated

| resource | rule | what is missing or not known | where |
|---|---|---|---|
| \`beam/orders\` | \`checkpoint-budget\` | number of pipelines | \`deploy/orders.yaml:1\` |

### Notes

- the waiver of @&#8203;payments ends in 5 days

Passed over, since no rule is for them: 2 \`Service\`.
`);
  });

  test("text of others stays text: it ends no cell, block or code, and adds no link or tag", () => {
    const hostile = "`|</td><img src=x>\n```\n# [a](b) @team *x*";
    const report: CheckReport = { ...CLEAN, findings: [{ ...FINDING, resource: hostile, value: hostile, change: { added: hostile } }] };
    const lines = renderMarkdown(report).split("\n");
    const row = lines.find((line) => line.includes("bundle size is"))!;
    expect(row.replaceAll(/\\./g, "").split("|")).toHaveLength(7);
    // What stands in code letters is shown as it is: two backticks open and close it, since it has some itself.
    const outside = row.replaceAll(/(`+) .*? \1(?!`)/g, "").replaceAll(/\\[<>[\]`*#]/g, "");
    expect(outside).not.toMatch(/[<>]|\[a\]|@team/);
    const fence = lines.find((line) => line.endsWith("diff"))!.replace("diff", "");
    expect(fence).toBe("````");
    expect(lines.filter((line) => line === fence)).toHaveLength(1);
    expect(lines).toContain("+ ```");
  });

  test("fits into a comment, and says where it was cut", () => {
    const many = (count: number): CheckReport => ({
      ...REPORT,
      findings: Array.from({ length: count }, (_, index) => ({ ...FINDING, resource: `beam/job-${index}` })),
    });
    expect(renderMarkdown(many(100))).not.toContain("This report is cut here");
    for (const count of [300, 5000]) {
      const report = renderMarkdown(many(count));
      expect(report.length).toBeLessThanOrEqual(65_536);
      expect(report.length).toBeGreaterThan(60_000);
      expect(report.trimEnd().split("\n").at(-1)).toContain("**This report is cut here");
      // No block of code is left open.
      expect(report.match(/^```/gm)?.length ?? 0).toBeOneOf([0, 2 * (report.match(/^```diff$/gm)?.length ?? 0)]);
    }
    const long = renderMarkdown({ ...REPORT, findings: [{ ...FINDING, value: "x".repeat(1e6), resource: "r".repeat(1e6) }] });
    expect(long).not.toContain("This report is cut here");
    expect(long).toContain("(1000000 characters)");
  });

  test("tells what counts as a violation apart from what does not", () => {
    const [one] = REPORT.notEvaluated;
    const report = renderMarkdown({
      ...STRICT,
      notEvaluated: [
        { ...one!, resource: "lenient" },
        { ...one!, resource: "strict", strict: true },
      ],
    });
    const [, counts, not] = report.split("### Not evaluated");
    expect([counts, not]).toEqual([expect.stringContaining("`strict`"), expect.stringContaining("`lenient`")]);
    expect(counts).toContain("which counts as a violation here");
  });

  test("says so where there is nothing to change, or to check", () => {
    expect(renderMarkdown(CLEAN)).toContain("nothing to change before this merges");
    expect(renderMarkdown(EMPTY)).toContain("No FlinkDeployment with a job is here");
    expect(renderMarkdown({ ...CLEAN, errors: REPORT.errors })).toContain("## Beam on Flink: some of the input cannot be read");
  });
});

describe("sarif", () => {
  const parsed = JSON.parse(renderSarif(REPORT));
  const [run] = parsed.runs;

  test("has what version 2.1.0 requires, and what code scanning reads", () => {
    expect(parsed.version).toBe("2.1.0");
    expect(run.tool.driver.name).toBe("beam-flink");
    for (const rule of run.tool.driver.rules) {
      expect(rule).toMatchObject({
        id: expect.any(String),
        shortDescription: { text: "A title." },
        help: { text: expect.stringContaining("A reason.") },
      });
    }
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.message.text).not.toBe("");
      // A level beside one of none means a failure.
      expect(result.level === "none").toBe(result.kind !== undefined);
    }
  });

  test("places, levels, suppressions and what is not evaluated", () => {
    const physicalLocation = { artifactLocation: { uri: "deploy/orders.yaml" }, region: { startLine: 15, startColumn: 9 } };
    expect(run.results).toMatchObject([
      { ruleId: "bundle-size", level: "error", locations: [{ physicalLocation }] },
      { ruleId: "image-pinned", level: "warning" },
      {
        ruleId: "bundle-size",
        suppressions: [{ kind: "external", status: "accepted", justification: "a slow sink (@payments, until 2026-12-01)" }],
      },
      { ruleId: "checkpoint-budget", kind: "open", level: "none" },
    ]);
    expect(run.results[0]).not.toHaveProperty("suppressions");
    expect(run.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: "error" }, { level: "note", message: { text: REPORT.announcements[0] } }],
      },
    ]);
    const strict = JSON.parse(renderSarif(STRICT));
    expect(strict.runs[0].results[3]).toMatchObject({ level: "error" });
  });

  test.each([
    ["./a b/ü%.yaml", "a%20b/%C3%BC%25.yaml"],
    ["/srv/a.yaml", "file:///srv/a.yaml"],
    ["C:/srv/a.yaml", "file:///C:/srv/a.yaml"],
    ["../a.yaml", "../a.yaml"],
  ])("the address of %s is %s", (file, uri) => {
    const { runs } = JSON.parse(renderSarif({ ...CLEAN, findings: [{ ...FINDING, file }] }));
    expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });
});

describe("junit", () => {
  const xml = renderJunit(REPORT);

  test("counts cases by resource and rule", () => {
    expect(xml).toContain('<testsuites name="beam-flink-production" tests="9" failures="1" errors="1" skipped="2">');
    expect(xml).toContain('<testsuite name="beam/orders" tests="4" failures="1" errors="0" skipped="1" file="deploy/orders.yaml">');
    expect(xml.match(/<testcase /g)).toHaveLength(9);
    // The rule on buckets has no case for a job.
    expect(xml).not.toContain("bucket-tls-only");
  });

  test("fails for what is mandatory alone", () => {
    const caseOf = (rule: string, resource: string) =>
      xml.split("\n").find((line) => line.includes(`name="${rule}" classname="${resource}"`));
    expect(caseOf("bundle-size", "beam/orders")).toContain('<failure message="deploy/orders.yaml:15:9: bundle size is 5');
    expect(caseOf("image-pinned", "beam/orders")).toContain(
      "<system-out>advisory: deploy/orders.yaml:3:9: image is x|y &lt;b&gt;</system-out>",
    );
    expect(caseOf("checkpoint-budget", "beam/orders")).toContain('<skipped message="not evaluated, for want of number of pipelines"/>');
    expect(caseOf("bundle-size", "beam/slow")).toContain('<skipped message="waived by @payments until 2026-12-01: a slow sink"/>');
    expect(caseOf("upgrade-mode", "beam/orders")).toMatch(/\/>$/);
    expect(renderJunit(STRICT)).toContain('<failure message="not evaluated, for want of number of pipelines" type="not evaluated">');
  });

  test("holds any text", () => {
    const text = renderJunit({ ...CLEAN, findings: [{ ...FINDING, message: `a"<&>'\u0000\u001b\ud800\uffff\n\t` }] });
    expect(text).toContain("a&quot;&lt;&amp;&gt;'\ufffd\ufffd\ufffd\ufffd&#10;&#9;");
  });
});

test("every format renders a real report", () => {
  const report = check({
    "a.yaml": "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata: {name: a}\nspec: {job: {args: []}}\n",
  });
  expect(report.findings.length).toBeGreaterThan(5);
  for (const render of [renderText, renderJson, renderMarkdown, renderSarif, renderJunit]) {
    const text = render(report);
    expect(text).toContain("bundle-size");
    expect(text).not.toMatch(/undefined|\[object/);
    expect(text.endsWith("\n")).toBe(true);
  }
});
