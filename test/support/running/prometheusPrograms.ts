/** Prometheus and promtool, built from their Go module without the discoveries and the Web UI that no test uses. */
import * as path from "node:path";
import type { Step } from "../../../local/support/step.ts";
import { goBinary } from "../../../local/toolchain/goBinary.ts";

const MODULES = path.join(import.meta.dirname, "..", "go");
const PACKAGE = "github.com/prometheus/prometheus/cmd";

/** Path of `promtool`. */
export function promtool(step: Step): Promise<string> {
  return program("promtool", step);
}

/** Path of the server. */
export function prometheusServer(step: Step): Promise<string> {
  return program("prometheus", step);
}

/** One at a time: they share most packages, and the second finds them built. */
function program(name: string, step: Step): Promise<string> {
  return goBinary({ name: "prometheus", modules: MODULES, package: `${PACKAGE}/${name}`, tags: ["remove_all_sd"] }, step);
}
