import { describe, expect, test } from "vitest";
import { formatCidr, overlap, parseCidr, refuseOverlap, refuseWholeInternet, subnet } from "../../../model/index.ts";

const cidr = (text: string) => parseCidr(text, "cidr");

describe("a range of addresses", () => {
  test.each(["0.0.0.0/0", "10.40.0.0/16", "255.255.255.255/32", "192.168.0.128/25"])("reads and writes %s", (text) => {
    expect(formatCidr(cidr(text))).toBe(text);
  });

  test.each(["10.0.0.0", "10.0.0/8", "10.0.0.0/33", "10.256.0.0/16", "::/0", "", "10.0.0.0/8 "])("refuses %j", (text) => {
    expect(() => cidr(text)).toThrow(/cidr is ".*": must be a range of IPv4 addresses in CIDR notation/);
  });

  test("refuses bits beyond the prefix, and says the range that was meant", () => {
    expect(() => cidr("10.40.7.1/16")).toThrow(/must start at the first address of a \/16\. Write 10\.40\.0\.0\/16\./);
  });

  test("is cut into subnets", () => {
    const range = cidr("10.40.0.0/16");
    expect([0, 1, 3].map((index) => formatCidr(subnet(range, 18, index)))).toEqual(["10.40.0.0/18", "10.40.64.0/18", "10.40.192.0/18"]);
    expect(() => subnet(range, 18, 4)).toThrow(/10\.40\.0\.0\/16 has no subnet number 4 with a prefix of 18/);
    expect(() => subnet(range, 8, 0)).toThrow(RangeError);
  });

  test.each([
    ["10.0.0.0/8", "10.40.0.0/16", true],
    ["10.40.0.0/16", "10.41.0.0/16", false],
    ["10.40.0.0/16", "10.40.255.255/32", true],
    ["255.0.0.0/8", "255.255.255.255/32", true],
    ["0.0.0.0/0", "203.0.113.0/24", true],
  ])("%s and %s overlap: %s", (a, b, expected) => {
    expect(overlap(cidr(a), cidr(b))).toBe(expected);
    expect(overlap(cidr(b), cidr(a))).toBe(expected);
  });

  test("names both fields of an overlap", () => {
    expect(() =>
      refuseOverlap([
        ["eks.network.create.cidr", cidr("10.40.0.0/16")],
        ["other", cidr("10.0.0.0/16")],
        ["eks.network.create.avoidCidrs[0]", cidr("10.40.128.0/17")],
      ]),
    ).toThrow(/avoidCidrs\[0\] is "10\.40\.128\.0\/17": must not overlap with eks\.network\.create\.cidr \(10\.40\.0\.0\/16\)/);
    expect(() =>
      refuseOverlap([
        ["a", cidr("10.0.0.0/16")],
        ["b", cidr("10.1.0.0/16")],
      ]),
    ).not.toThrow();
  });

  test.each(["0.0.0.0/0", "128.0.0.0/1"])("refuses %s as open to the internet", (text) => {
    expect(() => refuseWholeInternet(cidr(text), "access", "Give yours.")).toThrow(
      /access is ".*": must not be open to the whole internet\. Give/,
    );
  });

  test("takes a range that is not the internet", () => {
    expect(() => refuseWholeInternet(cidr("203.0.113.0/24"), "access", "")).not.toThrow();
  });
});
