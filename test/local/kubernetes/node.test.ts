import { describe, expect, it } from "vitest";
import { checkVisible } from "../../../local/kubernetes/embedded/node.ts";

describe("checkVisible", () => {
  it.each(["/home/ada/.local/state/beam-flink", "/tmp/state", "/running/state", "/var/lib/beam-flink"])("takes %s", (folder) => {
    expect(() => checkVisible(folder, "the state folder", "BEAM_FLINK_STATE")).not.toThrow();
  });

  it.each(["/run", "/run/user/0/state", "/var/log/state", "/var/lib/kubelet"])("refuses %s, and says what to set", (folder) => {
    const message = /^the state folder is .* has a \/.* of its own: set BEAM_FLINK_STATE to a folder elsewhere\.$/;
    expect(() => checkVisible(folder, "the state folder", "BEAM_FLINK_STATE")).toThrow(message);
  });
});
