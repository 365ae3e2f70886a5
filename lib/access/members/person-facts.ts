import "server-only";
import { systemReader } from "@/lib/tenancy/with-system";
import { type MemberDto, signInMethod } from "./schema";

type Row = { user_id: string; avatar: string | null; two_step: boolean; method: string | null };

export type PersonFacts = Pick<MemberDto, "avatar" | "two_step" | "sign_in_method">;

/**
 * What the control plane knows of members of this tenant, whatever other ids are asked about: the version of their
 * picture and how they sign in. One statement; authorises nothing.
 */
export async function personFacts(
  tenantId: string,
  userIds: readonly string[],
): Promise<Map<string, PersonFacts>> {
  if (userIds.length === 0) return new Map();
  const rows = await systemReader().$queryRaw<Row[]>`
      select u.id::text as user_id, a.hash::text as avatar, platform.has_factor(u.id) as two_step,
        case when u.last_sign_in_method like 'sso:%' and exists (select 1 from platform.sso_connections c
          where c.tenant_id = d.tenant_id and 'sso:' || c.id = u.last_sign_in_method) then 'sso'
        else u.last_sign_in_method::text end as method
      from platform.user_tenants d
      join platform.users u on u.id = d.user_id
      left join platform.avatars a on a.user_id = u.id
      where d.tenant_id = ${tenantId}::uuid and d.user_id = any(${userIds}::uuid[])`;
  return new Map(
    rows.map((row) => [
      row.user_id,
      {
        ...(row.avatar !== null && { avatar: row.avatar }),
        two_step: row.two_step,
        sign_in_method: row.method === null ? null : signInMethod.catch("other").parse(row.method),
      },
    ]),
  );
}
