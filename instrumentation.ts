/** Runs once when the web process starts: a wrong environment or an unsafe database stops it here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/infra/env");
  env();
  const { assertCatalogue } = await import("@/lib/tenancy/assert-catalogue");
  await assertCatalogue();
}
