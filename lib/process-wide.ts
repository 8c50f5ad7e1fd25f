/**
 * Something that is there once in a process, made at the first asking. A module's own variables are not: the web build
 * bundles pages, routes and the server's start apart, each with modules of its own.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const shared = globalThis as { [key: symbol]: T | undefined };
  const key = Symbol.for(`tenko.${name}`);
  shared[key] ??= make();
  return shared[key];
}
