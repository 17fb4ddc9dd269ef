/** The official YAML language host, built from its Go module. */
import * as path from "node:path";
import { silent } from "../../../local/support/step.ts";
import { goBinary } from "../../../local/toolchain/goBinary.ts";

const VERSION = "1.32.0";

/** Folder to put on PATH: it holds `pulumi-language-yaml`. */
export async function yamlHostFolder(): Promise<string> {
  const host = await goBinary(
    {
      name: "pulumi-language-yaml",
      modules: path.join(import.meta.dirname, "..", "go"),
      package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
      ldflags: [`-X github.com/pulumi/pulumi-yaml/pkg/version.Version=v${VERSION}`],
    },
    silent,
  );
  return path.dirname(host);
}
