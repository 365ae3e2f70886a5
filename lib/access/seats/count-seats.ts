import "server-only";
import type { RawReader } from "@/lib/tenancy/query-tenant";

export type SeatCount = { members: number; pending: number };

/**
 * Who takes a seat: members, deactivated ones too (they can come back at any time), and invitations that can still be
 * accepted. Counted from the rows themselves, so nothing can drift. `exceptEmail`: an invitation that does not count.
 */
export async function countSeats(tx: RawReader, tenantId: string, exceptEmail = ""): Promise<SeatCount> {
  const [row] = await tx.$queryRaw<SeatCount[]>`
    select (select count(*)::int from shared.memberships m
        where m.tenant_id = ${tenantId}::uuid and m.status <> 'removed') as members,
      (select count(*)::int from shared.invitations i
        where i.tenant_id = ${tenantId}::uuid and i.status = 'pending' and i.expires_at > clock_timestamp()
          and i.email <> ${exceptEmail}
          and not exists (select 1 from shared.memberships m where m.tenant_id = i.tenant_id
            and m.email = i.email and m.status <> 'removed')) as pending`;
  return row ?? { members: 0, pending: 0 };
}
