/**
 * Lets the SDK's server decode the properties of a resource once for all policies. It decodes them anew for each one, and a pack of this
 * project has a policy for each rule: that was most of what a pack cost above an empty one. Policies only read what is decoded so.
 */
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const DEFINITION = /exports\.deserializeProperties = deserializeProperties;/;

/** A message is decoded when it is first asked for; a remediation, which keeps secrets and changes what it is given, each time. */
const ONCE = `
  const decoded = new WeakMap();
  exports.deserializeProperties = (message, keepSecrets) => {
    if (keepSecrets || message === undefined || message === null) return deserializeProperties(message, keepSecrets);
    let properties = decoded.get(message);
    if (properties === undefined) decoded.set(message, (properties = deserializeProperties(message, keepSecrets)));
    return properties;
  };
`;

/** The plugin for esbuild. */
export function decodeOnce(): Plugin {
  return {
    name: "decode-once",
    setup(build) {
      build.onLoad({ filter: /[\\/]@pulumi[\\/]policy[\\/]deserialize\.js$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (!DEFINITION.test(text)) throw new Error(`${path} does not define deserializeProperties in the form that this plugin reads`);
        return { contents: text.replace(DEFINITION, () => ONCE), loader: "js" };
      });
    },
  };
}
