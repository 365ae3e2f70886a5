import "server-only";

const registry = globalThis as unknown as { atriumOnce?: Map<string, unknown> };

/**
 * One value a process under this name. A module's own constant is one for each bundle that carries the module, and
 * Next gives pages and route handlers bundles of their own: what one of them sets, the other would never see.
 */
export function onceAProcess<T>(name: string, make: () => T): T {
  registry.atriumOnce ??= new Map();
  if (!registry.atriumOnce.has(name)) registry.atriumOnce.set(name, make());
  // Every name has one caller, whose make() says what T is.
  return registry.atriumOnce.get(name) as T;
}
