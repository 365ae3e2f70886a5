import { DomainError } from "@/lib/core/errors";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import { closePools } from "@/lib/infra/database/pools";

/** Runs a command about bundles to its end; a TypeError is answered with how the command is used. */
export async function runBundleCommand(main: () => Promise<number>, usage: string): Promise<never> {
  const code = await main().catch((error: unknown) => {
    console.error(explain(error, usage));
    return 1;
  });
  await closePools();
  process.exit(code);
}

function explain(error: unknown, usage: string): string {
  if (error instanceof TypeError) return `${error.message}\n\n${usage}`;
  if (error instanceof BundleError || error instanceof DomainError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
