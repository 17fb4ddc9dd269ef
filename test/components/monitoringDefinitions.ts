/**
 * The Prometheus Operator's own definitions `PodMonitor` and `PrometheusRule`, generated from its Go types with the generator and the
 * options of its own build.
 */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { cached } from "../../local/support/cache.ts";
import { run } from "../../local/support/run.ts";
import { silent } from "../../local/support/step.ts";
import { goBinary } from "../../local/toolchain/goBinary.ts";
import { goCommand } from "../../local/toolchain/goToolchain.ts";

const MODULES = path.join(import.meta.dirname, "..", "support", "go");
const NAME = "prometheusOperator";
const TYPES = "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1";

/** The definitions as YAML. */
export async function monitoringDefinitions(): Promise<readonly string[]> {
  const module = path.join(MODULES, NAME);
  const generator = await goBinary({ name: NAME, modules: MODULES, package: "sigs.k8s.io/controller-tools/cmd/controller-gen" }, silent);
  const key = { files: ["go.mod", "go.sum", "types.go"].map((file) => path.join(module, file)), values: [TYPES] };
  const folder = await cached("crds", key, silent, async (output) => {
    // The generator reads packages with the command "go", which need not be the one on PATH.
    const go = await goCommand(silent);
    const PATH = [...(path.isAbsolute(go) ? [path.dirname(go)] : []), process.env["PATH"]].join(path.delimiter);
    const env = { PATH, GOFLAGS: "-mod=readonly", GOWORK: "off" };
    await run(generator, ["crd:crdVersions=v1", `paths=${TYPES}`, `output:crd:dir=${output}`], silent, { cwd: module, env });
  });
  return Promise.all(
    ["podmonitors", "prometheusrules"].map((plural) => readFile(path.join(folder, `monitoring.coreos.com_${plural}.yaml`), "utf8")),
  );
}
