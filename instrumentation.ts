/** Runs once when the web process starts: a wrong environment or an unsafe database stops it here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/infra/env");
  env();
  const { assertCatalogue } = await import("@/lib/tenancy/catalogue/assert-catalogue");
  await assertCatalogue();
  // server.mjs refuses every other name before a request reaches the application.
  const { resolveHost } = await import("@/lib/tenancy/resolve-host");
  const registry = globalThis as unknown as { atriumServesHost?: (host: string) => Promise<boolean> };
  registry.atriumServesHost = async (host) => (await resolveHost(host)).kind !== "unknown";
}
