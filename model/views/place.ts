/** Where in a manifest something is, or would have to be, said so that it does not depend on how the manifest spells it. */

/** Keys and indices from the manifest's root to a value. */
export type ManifestPath = readonly (string | number)[];

/** A pipeline option, a Flink setting by its newest name, or a field of the manifest. */
export type Place = { readonly option: string } | { readonly setting: string } | { readonly path: ManifestPath };
