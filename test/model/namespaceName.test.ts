import { describe, expect, test } from "vitest";
import { validateNamespace } from "../../model/index.ts";

describe("validateNamespace", () => {
  test.each(["a", "1", "beam-jobs", "team-1", "a--b", "x".repeat(63)])("accepts %s", (name) => {
    expect(() => validateNamespace(name, "namespace")).not.toThrow();
  });

  test.each(["", "Beam", "beam_jobs", "-beam", "beam-", "beam.jobs", "beam jobs", "beam\n", "bäm", "x".repeat(64)])(
    "refuses %j with field, value, rule and remedy",
    (name) => {
      expect(() => validateNamespace(name, "watchedNamespaces[1]")).toThrow(
        `watchedNamespaces[1] is ${JSON.stringify(name)}: must be the name of a namespace: 1 to 63 lower-case letters, digits and hyphens, ` +
          'with a letter or digit at both ends. Use a name such as "beam-jobs".',
      );
    },
  );

  test("leaves a value that is not known yet to the API server", () => {
    expect(() => validateNamespace(Promise.resolve("Beam"), "namespace")).not.toThrow();
  });
});
