import { type ChildProcess, spawn } from "node:child_process";
import { withSystem } from "@/lib/tenancy/with-system";

export async function statusOf(id: string): Promise<string | undefined> {
  return (await withSystem((tx) => tx.tenant.findUnique({ where: { id } })))?.status;
}

/** `npm run passport` in a process of its own; its output is piped. */
export function passport(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "./dev/register.mjs", "dev/passport.ts", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** A tenant of the main cell, as a digest is asked for it. */
export const here = (target: { id: string }) => ({ tenantId: target.id, cell: "main" });
