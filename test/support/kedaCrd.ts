/** KEDA's own definition of ScaledObject, out of its Go module (Apache License 2.0), which Go verifies against `go.sum`. */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { silent } from "../../local/support/step.ts";
import { run } from "../../local/support/run.ts";
import { goCommand } from "../../local/toolchain/goToolchain.ts";

const MODULE = "github.com/kedacore/keda/v2";
const CRD = "config/crd/bases/keda.sh_scaledobjects.yaml";

/** The definition as YAML. */
export async function scaledObjectCrd(): Promise<string> {
  const cwd = path.join(import.meta.dirname, "go", "keda");
  const env = { GOFLAGS: "-mod=readonly", GOWORK: "off" };
  const answer = await run(await goCommand(silent), ["mod", "download", "-json", MODULE], silent, { cwd, env });
  const { Dir } = JSON.parse(answer) as { Dir: string };
  return readFile(path.join(Dir, CRD), "utf8");
}
