import "server-only";
import { newId } from "@/lib/core/ids";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ProvisioningInput } from "../provisioning/input";
import { STEPS } from "../provisioning/steps";

export type Canary = { id: string; slug: string; userId: string; agentId: string };

/** What a customer's workspace has and a canary needs: no Stripe customer, no mail, no audit of an opening. */
const NEEDED = new Set(["rows", "schema", "defaults"]);

/**
 * The pair of canary workspaces of a cell, made by the steps of any workspace when missing. They belong to an account
 * of their own, nobody can sign in as their people, and no list or figure counts them.
 */
export async function ensureCanaries(cell: string): Promise<[Canary, Canary]> {
  const found = await findCanaries(cell);
  for (let missing = found.length; missing < 2; missing += 1) await makeCanary(cell);
  const [first, second] = found.length >= 2 ? found : await findCanaries(cell);
  if (!first || !second) throw new TypeError(`the canaries of cell ${cell} are not there`);
  return [await withAgent(first, cell), await withAgent(second, cell)];
}

type Found = Omit<Canary, "agentId">;

async function findCanaries(cell: string): Promise<Found[]> {
  const rows = await withSystem((tx) =>
    tx.tenant.findMany({
      where: { cell, purpose: "canary", status: "active" },
      orderBy: { id: "asc" },
      take: 2,
      select: { id: true, slug: true, createdBy: true },
    }),
  );
  return rows.flatMap(({ id, slug, createdBy }) => (createdBy ? [{ id, slug, userId: createdBy }] : []));
}

async function makeCanary(cell: string): Promise<void> {
  const [tenantId, accountId, userId] = [newId(), newId(), newId()];
  const name = `canary-${tenantId.slice(-12)}`;
  const email = `${name}@canary.invalid`;
  await withSystem(async (tx) => {
    await tx.account.create({ data: { id: accountId, name }, select: { id: true } });
    await tx.user.create({
      data: { id: userId, email, firstName: "Canary", emailVerifiedAt: new Date() },
      select: { id: true },
    });
    await tx.accountMember.create({ data: { accountId, userId, role: "owner" }, select: { userId: true } });
    await tx.tenant.create({
      data: {
        id: tenantId,
        accountId,
        name,
        slug: name,
        cell,
        purpose: "canary",
        status: "provisioning",
        createdBy: userId,
      },
      select: { id: true },
    });
  });
  const input: ProvisioningInput = {
    ...{ tenantId, accountId, cell, name, slug: name },
    locale: "en",
    timeZone: "UTC",
    mailLocale: "en",
    founder: { userId, sessionId: newId(), email, name: "Canary" },
    request: { requestId: newId(), ip: null, userAgent: null },
  };
  const facts = { operationId: newId(), input };
  for (const step of STEPS.filter(({ name: step }) => NEEDED.has(step))) {
    if (step.kind === "repeatable") await step.run(facts);
    else await withSystem((tx) => step.run(tx, facts));
  }
  await withSystem((tx) => changeStatus(tx, { id: tenantId, to: "active", from: ["provisioning"] }));
}

/** The row that the other canary must not see. */
async function withAgent(canary: Found, cell: string): Promise<Canary> {
  const agentId = await withTenant({ tenantId: canary.id, cell }, async (tx) => {
    const known = await tx.agentInstance.findFirst({ select: { id: true } });
    if (known) return known.id;
    const id = newId();
    await tx.agentInstance.create({
      data: { id, catalogueKey: "StrategiePartner", name: canary.slug, createdByName: "Canary" },
      select: { id: true },
    });
    await tx.agentConfig.create({ data: { agentInstanceId: id, version: 1 }, select: { id: true } });
    return id;
  });
  return { ...canary, agentId };
}
