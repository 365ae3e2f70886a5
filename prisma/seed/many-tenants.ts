import { withSystem } from "@/lib/tenancy/with-system";
import { ensurePerson, PASSWORD } from "./people";
import type { Seeded } from "./sign-ins";
import { ensureWorkspace } from "./workspaces";

const DEFAULT_COUNT = 200;
const AT_ONCE = 3;

/** `many-tenants [n]`: n small workspaces, each with an owner of its own. */
export async function seedManyTenants(args: readonly string[]): Promise<Seeded> {
  const count = Number(args[0] ?? DEFAULT_COUNT);
  if (!Number.isInteger(count) || count < 1) throw new Error("many-tenants takes a number of workspaces.");
  const numbers = Array.from({ length: count }, (_, n) => n + 1);
  const lane = async () => {
    for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
      await makeOne(n);
      if (n % 50 === 0) console.log(`${n} of ${count} workspaces`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  // Nobody reads hundreds of welcome mails.
  await withSystem((tx) =>
    tx.outboxItem.updateMany({
      where: { queue: "mail", relayedAt: null, dedupeKey: { startsWith: "welcome:" } },
      data: { relayedAt: new Date(), doneAt: new Date(), payload: null },
    }),
  );
  return {
    summary: `${count} workspaces are ready: many-0001 and so on`,
    tenant: slugOf(1),
    signIns: [{ email: emailOf(1), password: PASSWORD, role: "owner of many-0001" }],
  };
}

async function makeOne(n: number): Promise<void> {
  const founder = await ensurePerson({ email: emailOf(n), firstName: "Owner", lastName: String(n) });
  await ensureWorkspace(founder, { name: `Workspace ${n}`, slug: slugOf(n) });
}

const slugOf = (n: number) => `many-${String(n).padStart(4, "0")}`;
const emailOf = (n: number) => `owner-${n}@many.example`;
