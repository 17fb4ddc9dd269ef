/** What an organisation makes a policy pack of its own of: the packs of this project, and rules of its own beside them. */
export { BASELINE } from "./packs/baseline.ts";
export { extendPack, type PackExtension } from "./packs/extendPack.ts";
export type { Level, Pack, PackEntry } from "./packs/pack.ts";
export { PRODUCTION } from "./packs/production.ts";
export { servePack } from "./pulumi/serve.ts";
