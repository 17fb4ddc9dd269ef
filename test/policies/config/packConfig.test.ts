import { describe, expect, test } from "vitest";
import { parsePackConfig } from "../../../policies/config/packConfig.ts";

const RULES = ["bundle-size", "bundle-time"];
const waiver = { resource: "orders", owner: "team", reason: "r", expires: "2026-12-31" };

describe("parsePackConfig", () => {
  test("reads levels, parameters and waivers, in the engine's notation", () => {
    const { all, rules } = parsePackConfig(
      { all: "advisory", "bundle-size": { enforcementLevel: "remediate", minimum: 5, waivers: [waiver] }, "bundle-time": "disabled" },
      RULES,
    );
    expect(all).toBe("advisory");
    expect(rules.get("bundle-size")).toEqual({ level: "mandatory", parameters: { minimum: 5 }, waivers: [waiver] });
    expect(rules.get("bundle-time")).toEqual({ level: "disabled", parameters: {}, waivers: [] });
  });

  test("takes no configuration for no change", () => {
    expect(parsePackConfig(undefined, RULES)).toEqual({ rules: new Map() });
    expect(parsePackConfig({}, RULES)).toEqual({ rules: new Map() });
  });

  test("takes the policies on what is not evaluated for rules", () => {
    expect(parsePackConfig({ "not-evaluated": "mandatory" }, RULES).rules.get("not-evaluated")?.level).toBe("mandatory");
  });

  test.each([
    [[], "policy configuration is []: must be an object"],
    [{ "bundle-sise": {} }, 'policy configuration is "bundle-sise": is no rule of the pack. Did you mean bundle-size?'],
    [{ other: {} }, "The pack has bundle-size, bundle-time, not-evaluated, not-evaluated-infrastructure."],
    [{ "bundle-size": "high" }, 'policy configuration bundle-size is "high": must be one of advisory, mandatory, disabled, remediate.'],
    [{ "bundle-size": { enforcementLevel: 3 } }, "policy configuration bundle-size.enforcementLevel is 3"],
    [{ all: true }, "policy configuration all is true"],
    [{ "bundle-size": { waivers: [waiver, { ...waiver, expires: "soon" }] } }, 'bundle-size.waivers[1].expires is "soon"'],
    [{ "bundle-size": { waivers: [{ ...waiver, owner: undefined }] } }, "bundle-size.waivers[0].owner is not set"],
    [{ "bundle-size": { waivers: [{ ...waiver, until: "x" }] } }, 'bundle-size.waivers[0].until is "x"'],
    [{ "not-evaluated": { waivers: [waiver] } }, 'policy configuration not-evaluated.waivers is "set": is nothing that not-evaluated has'],
    [{ "bundle-size": { waivers: waiver } }, "bundle-size.waivers is an object"],
  ])("refuses %j", (config, message) => {
    expect(() => parsePackConfig(config, RULES)).toThrow(message);
  });
});
