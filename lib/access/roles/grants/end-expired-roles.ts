import "server-only";
import { liveDirectories } from "@/lib/access/scim/membership/live-directories";
import { projectAgain } from "@/lib/access/scim/membership/project-again";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { deriveHome } from "./derive-home";
import { lockRoles } from "./lock-roles";

const MOST_TENANTS = 200;

type Ended = {
  id: string;
  kind: "user" | "service_account" | "team" | "api_key";
  holder_id: string;
  label: string;
  role: string;
  expires_at: Date;
};

/**
 * Takes roles that ended by themselves off the books, with an event each. They stopped giving anything at their time
 * already: every look-up leaves them out. A workspace that fails waits for the next sweep and holds up no other.
 */
export async function endExpiredRoles(): Promise<number> {
  const tenants = await eachCell((cell) =>
    withCell(
      cell,
      (tx) => tx.$queryRaw<{ id: string }[]>`
        select distinct tenant_id::text as id from shared.role_bindings where expires_at <= now() limit ${MOST_TENANTS}`,
    ),
  );
  let ended = 0;
  for (const { id } of tenants.flat()) {
    ended += await endInTenant(id).catch((error: unknown) => {
      logger.error({ error, tenantId: id }, "expired roles not ended");
      return 0;
    });
  }
  return ended;
}

async function endInTenant(tenantId: string): Promise<number> {
  const live = await liveDirectories(tenantId);
  return withTenant({ tenantId }, async (tx) => {
    await lockRoles(tx, tenantId);
    const rows = await tx.$queryRaw<Ended[]>`
      delete from shared.role_bindings b using shared.roles r
      where b.tenant_id = ${tenantId}::uuid and b.expires_at <= now() and r.tenant_id = b.tenant_id and r.id = b.role_id
      returning b.id::text, b.subject_type::text as kind, b.subject_id::text as holder_id, r.key::text as role, b.expires_at,
        coalesce((select trim(m.first_name || ' ' || m.last_name) from shared.memberships m
          where m.tenant_id = b.tenant_id and m.user_id = b.subject_id),
          (select a.name from shared.service_accounts a where a.tenant_id = b.tenant_id and a.id = b.subject_id),
          (select t.name from shared.teams t where t.tenant_id = b.tenant_id and t.id = b.subject_id),
          (select k.name from shared.api_keys k where k.tenant_id = b.tenant_id and k.id = b.subject_id), '') as label`;
    const ctx = {
      requestId: newId(),
      ip: null,
      userAgent: null,
      actor: { type: "system", name: "Atrium" } as const,
      tenant: { id: tenantId },
    };
    for (const row of rows) {
      await recordEvent(tx, ctx, {
        action: row.kind === "user" ? "member.role_ended" : `${row.kind}.role_ended`,
        target: { type: row.kind === "user" ? "member" : row.kind, id: row.holder_id, label: row.label },
        before: { role: row.role, until: row.expires_at },
      });
    }
    const people = [...new Set(rows.filter(({ kind }) => kind === "user").map((row) => row.holder_id))];
    await deriveHome(tx, tenantId, people);
    await projectAgain(tx, ctx, people, live);
    return rows.length;
  });
}
