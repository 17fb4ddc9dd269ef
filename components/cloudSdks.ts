/** The SDKs of the clouds: a program loads, and has installed, those of the clouds that it uses. */
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { onFirstUse } from "./onFirstUse.ts";

const require = createRequire(import.meta.url);

/** The SDK of AWS. */
export const aws = onFirstUse(() => cloudSdk<typeof import("@pulumi/aws")>("@pulumi/aws", 7));

/** The SDK of Google Cloud. */
export const gcp = onFirstUse(() => cloudSdk<typeof import("@pulumi/gcp")>("@pulumi/gcp", 9));

/** Throws where the SDK is not installed: asked for with the arguments, before anything is registered. */
export function requireSdk(sdk: typeof aws | typeof gcp): void {
  void sdk.Provider;
}

/** Loads a peer dependency of this package, which is optional; `major` is that of its range. */
function cloudSdk<T>(name: string, major: number): T {
  try {
    return require(name) as T;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND" && error.message.includes(`'${name}'`)))
      throw error;
    throw new pulumi.RunError(
      `${name} is not installed, and this program makes resources with it. Install it: npm install ${name}@${major}`,
    );
  }
}
