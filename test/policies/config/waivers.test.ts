import { describe, expect, test } from "vitest";
import { daysLeft, isFor, WAIVER, type Waiver } from "../../../policies/config/waivers.ts";

const waiver = (more: Partial<Waiver>): Waiver => ({
  resource: "orders",
  owner: "team-orders",
  reason: "moves to another source",
  expires: "2026-12-31",
  ...more,
});

describe("a waiver", () => {
  test.each([
    ["orders", "orders", true],
    ["orders", "beam/orders", true],
    ["orders", "orders-2", false],
    ["beam/orders", "beam/orders", true],
    ["beam/orders", "other/orders", false],
    ["beam/orders", "orders", false],
    ["orders-*", "beam/orders-eu", true],
    ["*-eu", "orders-eu", true],
    ["o*-e*u", "orders-by-eu", true],
    ["o*x*u", "orders-by-eu", false],
    ["beam/*", "beam/orders", true],
    ["*/orders", "beam/orders", true],
    ["*", "beam/orders", true],
    ["orders*s", "orders", false],
    ["o.*", "orders", false],
  ])("for %s names %s: %s", (resource, name, named) => {
    expect(isFor(waiver({ resource }), name)).toBe(named);
  });

  test.each([
    ["2026-12-17T00:00:00Z", 15],
    ["2026-12-31T00:00:00Z", 1],
    ["2026-12-31T23:59:59Z", 1],
    ["2027-01-01T00:00:00Z", 0],
    ["2027-02-01T12:00:00Z", -31],
  ])("on %s has %i days left", (now, days) => {
    expect(daysLeft(waiver({}), new Date(now))).toBe(days);
  });

  test.each([{ expires: "2026-02-30" }, { expires: "soon" }, { owner: " " }, { reason: "" }, { resource: "" }])(
    "is refused with %j",
    (more) => {
      expect(WAIVER.safeParse(waiver(more)).success).toBe(false);
    },
  );
});
