import { describe, expect, test } from "vitest";
import { cpuQuantity, memoryQuantity } from "../../model/kubernetesQuantity.ts";

describe("cpuQuantity", () => {
  test.each(["200m", "1", "0.5", "2.125", "10"])("takes %s", (value) => {
    expect(cpuQuantity(value, "cpu")).toBe(value);
  });

  test.each(["", "0", "0m", "0.0", "half", "0.5 ", "-1", "1.5m", "0.0001", "1Gi", "1 core", "200M"])("refuses %j", (value) => {
    expect(() => cpuQuantity(value, "cpu")).toThrow(
      `cpu is ${JSON.stringify(value)}: must be a Kubernetes quantity above 0 such as "200m" or "0.5". Give CPUs`,
    );
  });
});

describe("memoryQuantity", () => {
  test.each(["512Mi", "1Gi", "1.5Gi", "800M", "64k", "1073741824", "2Ti"])("takes %s", (value) => {
    expect(memoryQuantity(value, "memory")).toBe(value);
  });

  test.each(["", "0", "0Gi", "1 gb", "1gb", "1 Gi", "512mi", "512MB", "512m", "1K", "-1Gi", "lots"])("refuses %j", (value) => {
    expect(() => memoryQuantity(value, "memory")).toThrow(
      `memory is ${JSON.stringify(value)}: must be a Kubernetes quantity above 0 such as "512Mi" or "1Gi". Give a number`,
    );
  });
});
