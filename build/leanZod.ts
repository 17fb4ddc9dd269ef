/**
 * Leaves out of a bundle the languages of zod's messages, a third of what is then left of it: every start would read them. The rules speak
 * English, which zod loads by itself. Each other language stays as a function that throws with its name.
 */
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const LANGUAGE = /^export \{ default as (\w+) \} from .*$/gm;

/** The plugin for esbuild. */
export function leanZod(): Plugin {
  return {
    name: "lean-zod",
    setup(build) {
      build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const names = [...text.matchAll(LANGUAGE)].map(([, name]) => name);
        if (names.length === 0) throw new Error(`${path} lists no languages in the form that this plugin reads`);
        const fail = `const fail = (name) => { throw new Error("this bundle leaves out the language " + name + " of zod"); };`;
        return { contents: [fail, ...names.map((name) => `export const ${name} = () => fail("${name}");`)].join("\n"), loader: "js" };
      });
    },
  };
}
