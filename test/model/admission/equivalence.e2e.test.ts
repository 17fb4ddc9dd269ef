/** The API server and the rules judge alike, in the same words: cases of every rule, and jobs at random. */
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderAdmissionPolicies } from "../../../model/admission/index.ts";
import { ADMISSION_RULES } from "../../../model/admission/rules/index.ts";
import { findingMessage, readJobView, type Rule } from "../../../model/index.ts";
import { type ControlPlane, startControlPlane } from "../../support/controlPlane.ts";
import { ApiServer, flinkDeploymentCrd, namespaceObject, typeWarnings, until } from "./apiServer.ts";
import { FLAT_CONFIGURATION, NESTED_CONFIGURATION, randomJob } from "./randomJobs.ts";
import { jobOf, VIOLATIONS } from "./violations.ts";

const RULES = ADMISSION_RULES.map(({ rule }) => rule);

/** What is told of a policy that compares a list with a number. */
const MISTAKE = [{ fieldRef: "spec.validations[0].expression", warning: expect.stringContaining("no matching overload") }];

function missing(): never {
  throw new Error("no policy is rendered");
}

let plane: ControlPlane;
let api: ApiServer;

/** A namespace in which one rule holds, so that no other rule's words hide its own. */
const namespaceOf = (rule: string) => `only-${rule}`;

async function apply(...objects: readonly object[]): Promise<void> {
  const list = { apiVersion: "v1", kind: "List", items: objects };
  await plane.run(["apply", "--server-side", "--force-conflicts", "-f", "-"], JSON.stringify(list));
}

beforeAll(async () => {
  plane = await startControlPlane();
  api = await ApiServer.of(plane);
  await apply(await flinkDeploymentCrd());
  const policies = RULES.flatMap(({ id }) =>
    renderAdmissionPolicies({ level: "mandatory", namespaces: [namespaceOf(id)] }).filter(({ rule }) => rule === id),
  );
  await apply(...RULES.map(({ id }) => namespaceObject(namespaceOf(id))));
  await apply(...policies.flatMap(({ policy, binding }) => [policy, binding]));
  for (const { id } of RULES) {
    const [, , job = {}] = VIOLATIONS.find(([rule]) => rule === id) ?? [];
    await until(`the policy of ${id} holds`, async () => (await api.create(job, { namespace: namespaceOf(id) })).refusal !== undefined);
  }
});

afterAll(async () => {
  api?.close();
  await plane?.stop();
});

/** What the rule says of the job as it is sent: the text of its first finding. */
function ruleText(rule: Rule, job: object): string | undefined {
  const result = rule.evaluate(readJobView(JSON.parse(JSON.stringify(job))));
  if (result.status === "notEvaluated") throw new Error(`${rule.id} is not evaluated: ${result.fields.join(", ")}`);
  return result.status === "violated" ? result.findings.slice(0, 1).map(findingMessage)[0] : undefined;
}

/** Asks all policies. */
async function expectAlike(job: object): Promise<number> {
  const verdicts = await Promise.all(RULES.map(({ id }) => api.create(job, { namespace: namespaceOf(id) })));
  const said = RULES.map((rule, index) => [rule.id, verdicts[index]?.refusal]);
  expect(said).toEqual(RULES.map((rule) => [rule.id, ruleText(rule, job)]));
  return said.filter(([, text]) => text !== undefined).length;
}

describe("with the definition of operator 1.10, whose configuration is flat", () => {
  test("all policies are accepted, and fit the definition", async () => {
    expect(await typeWarnings(api, RULES.length)).toEqual([]);
  });

  test("a policy that does not fit would be told", async () => {
    const [{ policy } = missing()] = renderAdmissionPolicies({ prefix: "mistaken" });
    await apply({ ...policy, spec: { ...policy.spec, validations: [{ expression: "object.spec.job.args == 1" }] } });
    expect(await typeWarnings(api, RULES.length + 1)).toEqual([MISTAKE]);
  });

  test("a job that obeys all rules is admitted by all policies", async () => {
    expect(await expectAlike(jobOf())).toBe(0);
  });

  test.each(VIOLATIONS.map((violation) => [...violation] as const))("%s: %s", async (rule, _, job) => {
    const { code, refusal } = await api.create(job, { namespace: namespaceOf(rule) });
    expect({ code, refusal }).toEqual({
      code: 422,
      refusal: ruleText(
        RULES.find(({ id }) => id === rule)!,
        job,
      ),
    });
    await expectAlike(job);
  });

  test("a session cluster, which has no job, is none of their business", async () => {
    const { job: _, ...spec } = jobOf().spec;
    const cluster = { ...jobOf({ name: "0" }), spec: { ...spec, image: "flink", flinkConfiguration: {} } };
    for (const { id } of RULES) expect(await api.create(cluster, { namespace: namespaceOf(id) }), id).toMatchObject({ code: 201 });
  });

  test("jobs at random are judged alike", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(randomJob(FLAT_CONFIGURATION), async (job) => {
        refused += await expectAlike(job);
      }),
      { numRuns: 100 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test("large arguments are judged within the API server's budget", async () => {
    const large = {
      many: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`option${index}`, "value"])),
      long: { a: "x".repeat(1_000_000) },
    };
    expect(await expectAlike(jobOf({ options: large.many }))).toBe(1);
    expect(await expectAlike(jobOf({ options: large.long }))).toBe(1);
  });

  test("a text over 5 KiB, which the API server does not tell, is told by the rule's title", async () => {
    const job = jobOf({ settings: { "execution.checkpointing.dir": "x".repeat(6000) } });
    const { refusal } = await api.create(job, { namespace: namespaceOf("checkpoint-storage") });
    expect(refusal).toBe(RULES.find(({ id }) => id === "checkpoint-storage")?.title);
  });
});

describe("with a definition whose configuration may have any shape", () => {
  beforeAll(async () => {
    await apply(await flinkDeploymentCrd({ nested: true }));
    const { spec, ...job } = jobOf();
    const nested = { ...job, spec: { ...spec, flinkConfiguration: { execution: { checkpointing: { dir: "file:///data" } } } } };
    await until("the new definition holds", async () => {
      const { refusal } = await api.create(nested, { namespace: namespaceOf("checkpoint-storage") });
      return refusal?.startsWith('checkpoint directory is "file:///data"') === true;
    });
    // Policies are checked when they are written: these are for the new definition.
    await apply(...renderAdmissionPolicies({ prefix: "again" }).map(({ policy }) => policy));
  });

  test("all policies fit it", async () => {
    expect(await typeWarnings(api, 2 * RULES.length + 1)).toEqual([MISTAKE]);
  });

  test("jobs at random are judged alike", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(randomJob(NESTED_CONFIGURATION), async (job) => {
        refused += await expectAlike(job);
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(200);
  });
});
