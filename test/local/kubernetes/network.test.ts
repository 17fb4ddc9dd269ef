import { describe, expect, it } from "vitest";
import { chooseSubnet, subnetAt, usedNetworks } from "../../../local/kubernetes/embedded/network.ts";
import { silent } from "../../../local/support/step.ts";

describe("subnetAt", () => {
  it("gives the machine the first and the node the second address of a /30", () => {
    expect(subnetAt(0)).toEqual({ index: 0, hostAddress: "10.201.0.1", nodeAddress: "10.201.0.2" });
    expect(subnetAt(64)).toEqual({ index: 64, hostAddress: "10.201.1.1", nodeAddress: "10.201.1.2" });
    expect(subnetAt(16_383)).toEqual({ index: 16_383, hostAddress: "10.201.255.253", nodeAddress: "10.201.255.254" });
  });
});

describe("chooseSubnet", () => {
  it("starts at the place that the id gives", () => {
    expect(chooseSubnet("00000005", [])).toEqual(subnetAt(5));
    expect(chooseSubnet("ffffffff", [])).toEqual(subnetAt(16_383));
  });

  it("takes the next one when an address or a route has it", () => {
    expect(chooseSubnet("00000005", ["10.201.0.21/30"])).toEqual(subnetAt(6));
    expect(chooseSubnet("00000005", ["10.201.0.22"])).toEqual(subnetAt(6));
    expect(chooseSubnet("00000005", ["10.201.0.0/24"])).toEqual(subnetAt(64));
  });

  it("begins again at the first one after the last", () => {
    expect(chooseSubnet("ffffffff", ["10.201.255.252/30"])).toEqual(subnetAt(0));
  });

  it("keeps the remembered one while it is free", () => {
    expect(chooseSubnet("00000005", [], 77)).toEqual(subnetAt(77));
    expect(chooseSubnet("00000005", ["10.201.1.52/30"], 77)).toEqual(subnetAt(5));
  });

  it("is not kept off by wider routes, the default route or IPv6", () => {
    expect(chooseSubnet("00000005", ["10.0.0.0/8", "default", "fd00::/8", "192.168.0.0/16"])).toEqual(subnetAt(5));
  });

  it("says so when every network is taken", () => {
    expect(() => chooseSubnet("00000005", ["10.201.0.0/16"])).toThrow("uses all of them");
  });
});

describe("usedNetworks", () => {
  it("knows the machine's loopback address", async () => {
    expect(await usedNetworks(silent)).toContain("127.0.0.1/8");
  });
});
