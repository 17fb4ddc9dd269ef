/** The Flink image's entry script, run with the shells it may meet and a stand-in for java that shows what it was called with. */
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../../local/support/run.ts";
import { silent } from "../../../local/support/step.ts";
import { hasProgram } from "../../../local/toolchain/debianPackages.ts";

const PROJECT = path.join(import.meta.dirname, "../../../local/java/flink");

/** Answers as Flink's BashJavaUtils does, and otherwise prints its arguments one a line. */
const JAVA = `#!/bin/sh
case "$*" in
  *BashJavaUtils*)
    [ -z "\${MEMORY_FAILS:-}" ] || { echo "no memory setting fits"; exit 1; }
    printf '%s\\n' "some other line" "BASH_JAVA_UTILS_EXEC_RESULT:-Xmx1 -Xms1" "BASH_JAVA_UTILS_EXEC_RESULT:-D a=1 -D b=2" ;;
  *) printf '%s\\n' "$@" ;;
esac
`;

let home: string;
let tmp: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "flink-home-"));
  tmp = path.join(home, "tmp");
  for (const folder of ["bin", "conf", "java", "tmp"]) await mkdir(path.join(home, folder));
  await writeFile(path.join(home, "java", "java"), JAVA, { mode: 0o755 });
  await copyFile(path.join(PROJECT, "java-options.txt"), path.join(home, "bin", "java-options.txt"));
  await configure(
    'jobmanager.rpc.address: from-file\ntaskmanager.numberOfTaskSlots: 1\n# a comment\nenv.java.opts.jobmanager: "-Done=1 -Dtwo=*"\n',
  );
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

async function configure(text: string, file = "flink-conf.yaml"): Promise<void> {
  await writeFile(path.join(home, "conf", file), text);
  // As a mounted ConfigMap: nothing in it can be changed.
  await chmod(path.join(home, "conf", file), 0o444);
}

/** The machine's shell, and the image's own where it is installed. */
const SHELLS: readonly (readonly string[])[] = (await hasProgram("busybox")) ? [["sh"], ["busybox", "sh"]] : [["sh"]];

async function entryPoint(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  shell: readonly string[] = ["sh"],
): Promise<string[]> {
  const [program = "sh", ...words] = shell;
  const output = await run(program, [...words, path.join(PROJECT, "docker-entrypoint.sh"), ...args], silent, {
    env: { FLINK_HOME: home, TMPDIR: tmp, PATH: `${path.join(home, "java")}:${process.env["PATH"]}`, ...env },
  });
  return output.split("\n");
}

function configuration(): Promise<string> {
  return readFile(path.join(tmp, "flink-conf", "flink-conf.yaml"), "utf8");
}

describe("docker-entrypoint.sh of the Flink image", () => {
  it("starts the application's JobManager with Flink's memory settings, the configured options and the given arguments", async () => {
    const args = ["standalone-job", "--job-classname", "a.Job", "--option=with space", "*"];
    for (const shell of SHELLS) {
      const words = await entryPoint(args, { FLINK_ENV_JAVA_OPTS: "-Dthree=3" }, shell);
      const main = words.indexOf("org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint");
      const conf = path.join(tmp, "flink-conf");
      expect(words.slice(main + 1)).toEqual(["--configDir", conf, "-D", "a=1", "-D", "b=2", ...args.slice(1)]);
      expect(words.slice(0, main)).toEqual(
        expect.arrayContaining([
          "-Xmx1",
          "-Xms1",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "-Done=1",
          "-Dtwo=*",
          "-Dthree=3",
          `${home}/lib/*`,
        ]),
      );
    }
  });

  it("starts a TaskManager without the JobManager's options", async () => {
    const words = await entryPoint(["taskmanager"]);
    expect(words).toContain("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
    expect(words).not.toContain("-Done=1");
  });

  it("starts a session JobManager in cluster mode", async () => {
    const words = await entryPoint(["jobmanager"]);
    expect(words).toContain("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    expect(words.join(" ")).toContain("--executionMode cluster");
  });

  it("lets the variables take the place of the file's values, the properties last", async () => {
    for (const shell of SHELLS) {
      const env = {
        JOB_MANAGER_RPC_ADDRESS: "from-variable",
        TASK_MANAGER_NUMBER_OF_TASK_SLOTS: "3",
        FLINK_PROPERTIES: "\n  taskmanager.numberOfTaskSlots: 4\n\n  s3.endpoint: http://s3:7070\n",
      };
      await entryPoint(["taskmanager"], env, shell);
      expect(await configuration()).toBe(
        [
          "# a comment",
          'env.java.opts.jobmanager: "-Done=1 -Dtwo=*"',
          "jobmanager.rpc.address: from-variable",
          "taskmanager.numberOfTaskSlots: 4",
          "s3.endpoint: http://s3:7070",
          "",
        ].join("\n"),
      );
    }
  });

  it("leaves a configuration that nothing is added to as it is", async () => {
    await entryPoint(["taskmanager"]);
    expect(await configuration()).toBe(await readFile(path.join(home, "conf", "flink-conf.yaml"), "utf8"));
  });

  it("starts again in the same container", async () => {
    await entryPoint(["taskmanager"]);
    await expect(entryPoint(["taskmanager"])).resolves.toContain("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
  });

  it("uses the mounted logging configuration, else the image's own", async () => {
    expect(await entryPoint(["taskmanager"])).toContain(`-Dlog4j.configurationFile=file:${home}/bin/log4j-console.properties`);
    await configure("rootLogger.level = WARN\n", "log4j-console.properties");
    expect(await entryPoint(["taskmanager"])).toContain(`-Dlog4j.configurationFile=file:${tmp}/flink-conf/log4j-console.properties`);
  });

  it("says why when the memory settings do not fit", async () => {
    await expect(entryPoint(["taskmanager"], { MEMORY_FAILS: "1" })).rejects.toThrow("no memory setting fits");
  });

  it("says what to mount when there is no configuration", async () => {
    await rm(path.join(home, "conf", "flink-conf.yaml"), { force: true });
    await writeFile(path.join(home, "conf", "other"), "");
    await expect(entryPoint(["taskmanager"])).rejects.toThrow("mount Flink's configuration there");
  });

  it("runs any other command as it is", async () => {
    expect(await entryPoint(["echo", "two words", "*"])).toEqual(["two words *"]);
  });
});
