/** Modules that load when they are first used, because most programs never use them. Constructors cannot wait for an `import()`. */

/** A module, or any object, that `load` gives when one of its parts is first asked for. */
export function onFirstUse<T extends object>(load: () => T): T {
  let loaded: T | undefined;
  const target = Object.create(null) as T;
  return new Proxy(target, { get: (_, part) => Reflect.get((loaded ??= load()), part) as unknown });
}
