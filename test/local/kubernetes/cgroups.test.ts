import { describe, expect, it } from "vitest";
import { cgroupLayout } from "../../../local/kubernetes/embedded/cgroups.ts";

const V1 = `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw,relatime master:9 - cgroup cgroup rw,memory
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;

describe("cgroupLayout", () => {
  it("finds our own group in every v1 hierarchy, whatever part of it is mounted", () => {
    const self = "4:name=systemd:/user.slice\n3:memory:/docker/abc/session\n2:cpu,cpuacct:/\n0::/user.slice\n";
    expect(cgroupLayout(V1, self)).toEqual({
      version: 1,
      parents: ["/sys/fs/cgroup/systemd/user.slice", "/sys/fs/cgroup/memory/session", "/sys/fs/cgroup/cpu,cpuacct"],
    });
  });

  it("leaves out a hierarchy that is not mounted", () => {
    expect(cgroupLayout(V1, "5:pids:/\n3:memory:/docker/abc\n").parents).toEqual(["/sys/fs/cgroup/memory"]);
  });

  it("takes the root of cgroup v2 where there is no other", () => {
    const mountinfo = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
    expect(cgroupLayout(mountinfo, "0::/user.slice/session-1.scope\n")).toEqual({ version: 2, parents: ["/sys/fs/cgroup"] });
  });

  it("says so when there is none at all", () => {
    expect(() => cgroupLayout("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "")).toThrow("no cgroup file system is mounted");
  });
});
