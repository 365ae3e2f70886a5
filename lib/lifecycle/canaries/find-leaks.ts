import "server-only";
import { resolveRequest } from "@/lib/access/resolve-request";
import { getAgent } from "@/lib/agents/get-agent";
import { listAgents } from "@/lib/agents/list-agents";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { CATALOGUE_CHECKS } from "@/lib/tenancy/catalogue/catalogue-checks";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { schemaName } from "@/lib/tenancy/schema-name";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { Canary } from "./ensure-canaries";
import type { ProbeCheck } from "./schema";

/** The checks of the catalogue that are quick enough for every minute: row security, its policies, what they say. */
const GUARDS = new Set(["P1", "P2", "P4"]);

/** Everything one canary can try against the other. Names the checks that did not end as they must. */
export async function findLeaks(self: Canary, other: Canary, cell: string): Promise<ProbeCheck[]> {
  const session = await withSystem((tx) =>
    createSession(tx, { userId: self.userId, method: "probe", mfa: false, info: INFO }),
  );
  try {
    const visit = (slug: string) => visitHost(slug, session.sid);
    const own = await visit(self.slug);
    const foreign = await visit(other.slug);
    const ctx = own.kind === "tenant" ? own.ctx : null;
    const scope = { tenantId: self.id, cell, userId: self.userId };
    const checks: [ProbeCheck, () => Promise<boolean>][] = [
      ["own_rows_are_visible", () => seesItsOwn(ctx, self, scope)],
      ["api_hides_the_other", () => isHidden(ctx, other)],
      ["list_hides_the_other", () => isNotListed(ctx, other)],
      ["host_refuses_the_other", async () => foreign.kind === "not_member"],
      ["rows_of_the_other_are_hidden", () => rowsAreHidden(scope, other)],
      ["rows_of_the_other_stay_unchanged", () => rowsStay(scope, other)],
      ["schema_of_the_other_is_closed", () => schemaIsClosed(scope, other)],
      ["database_guards_are_in_place", () => guardsHold(cell)],
    ];
    const failures: ProbeCheck[] = [];
    for (const [name, holds] of checks) if (!(await attempt(name, holds))) failures.push(name);
    return failures;
  } finally {
    await withSystem((tx) => tx.session.deleteMany({ where: { id: session.id } }));
  }
}

const INFO = { requestId: "isolation-probe", ip: null, userAgent: "isolation-probe" };

async function visitHost(slug: string, sid: string) {
  const { host } = new URL(tenantUrl(slug));
  const cookie = (await sealSession(sid, host)).split(";")[0] ?? "";
  return resolveRequest({ ...INFO, requestId: newId(), host, cookie });
}

/** A check that breaks has not held: it is no proof. */
async function attempt(name: ProbeCheck, holds: () => Promise<boolean>): Promise<boolean> {
  try {
    return await holds();
  } catch (error) {
    logger.error({ error, check: name }, "a check of the isolation probe broke");
    return false;
  }
}

type Scope = { tenantId: string; cell: string; userId: string };

/** Without this a probe that sees nothing at all would look like one that is kept out. */
async function seesItsOwn(ctx: TenantContext | null, self: Canary, scope: Scope): Promise<boolean> {
  if (!ctx) return false;
  const agent = await getAgent(ctx, self.agentId);
  const members = await withTenant(scope, (tx) => tx.membership.count({ where: { tenantId: self.id } }));
  return agent.name === self.slug && members === 1;
}

async function isHidden(ctx: TenantContext | null, other: Canary): Promise<boolean> {
  if (!ctx) return false;
  return getAgent(ctx, other.agentId).then(
    () => false,
    (error: unknown) => error instanceof NotFoundError,
  );
}

async function isNotListed(ctx: TenantContext | null, other: Canary): Promise<boolean> {
  if (!ctx) return false;
  const { data } = await listAgents(ctx, { q: "canary" });
  return data.length > 0 && !data.some(({ id, name }) => id === other.agentId || name === other.slug);
}

async function rowsAreHidden(scope: Scope, other: Canary): Promise<boolean> {
  return withTenant(scope, async (tx) => {
    const where = { tenantId: other.id };
    const counts = await Promise.all([
      tx.membership.count({ where }),
      tx.role.count({ where }),
      tx.roleBinding.count({ where }),
      tx.tenantSettings.count({ where }),
      tx.membership.count({ where: { tenantId: { not: scope.tenantId } } }),
    ]);
    return counts.every((count) => count === 0);
  });
}

async function rowsStay(scope: Scope, other: Canary): Promise<boolean> {
  return withTenant(scope, async (tx) => {
    const { count } = await tx.membership.updateMany({
      where: { tenantId: other.id },
      data: { lastActiveAt: new Date() },
    });
    return count === 0;
  });
}

/** 42501: the database knows the schema and refuses. */
async function schemaIsClosed(scope: Scope, other: Canary): Promise<boolean> {
  const table = Prisma.raw(`${schemaName(other.id)}.agent_instances`);
  return withTenant(scope, (tx) => tx.$queryRaw`select id::text from ${table}`).then(
    () => false,
    (error: unknown) => String(error).includes("42501") || String(error).includes("permission denied"),
  );
}

async function guardsHold(cell: string): Promise<boolean> {
  for (const check of CATALOGUE_CHECKS.filter(({ id }) => GUARDS.has(id))) {
    const { rowCount } = await systemPool(cell).query(`select 1 from (${check.sql}) as o (object) limit 1`);
    if (rowCount) return false;
  }
  return true;
}
