import "server-only";

type Task = () => Promise<void>;

// server.mjs runs these between its last answer and its exit; it is not part of the bundle, hence the global.
const registry = globalThis as unknown as { atriumShutdown?: Set<Task> };

/** Registers work that must be done before the process ends. */
export function onShutdown(task: Task): void {
  registry.atriumShutdown ??= new Set();
  registry.atriumShutdown.add(task);
}
