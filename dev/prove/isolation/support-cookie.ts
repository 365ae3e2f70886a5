import { sealSupport } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken, newToken } from "@/lib/infra/tokens";
import type { TestUser } from "@/lib/testing/make-tenant";
import { makeStaffSession } from "@/lib/testing/support-world";

/** A fresh support session in the place of the owner of a tenant, agreed to by an admin, as the Cookie header of `host`. */
export async function supportCookie(
  member: TestUser,
  mode: "read" | "write",
  host: string,
): Promise<string | undefined> {
  const staff = await makeStaffSession();
  const sid = newToken();
  await systemPool().query(
    `with place as (
       select t.id from platform.tenants t where t.created_by = $1 order by t.created_at limit 1
     ), asked as (
       insert into platform.support_requests (id, tenant_id, user_id, user_name, staff_id, staff_name, mode, reason, ticket,
         status, granted_mode, expires_at)
       select $2, p.id, $1, 'member', $3, 'staff', $4, 'a reason of length', 'SUP-1', 'used', $4, now() + interval '1 hour'
       from place p returning id, tenant_id
     ), visit as (
       insert into platform.sessions (id, sid_hash, user_id, method, auth_at, idle_expires_at, absolute_expires_at)
       values ($5, $6, $1, 'support:' || ($7::uuid)::text, to_timestamp(0), now() + interval '30 minutes', now() + interval '30 minutes')
       returning id
     )
     insert into platform.support_sessions (id, tenant_id, user_id, user_name, staff_id, staff_name, staff_email,
       staff_session_id, request_id, mode, reason, ticket, expires_at, session_id)
     select $7::uuid, a.tenant_id, $1, 'member', $3, 'staff', 'staff@example.test', $8, a.id, $4, 'a reason of length', 'SUP-1',
       now() + interval '30 minutes', v.id from asked a, visit v`,
    [member.id, newId(), staff.user.id, mode, newId(), hashToken(sid), newId(), staff.sessionId],
  );
  return (await sealSupport(sid, host, 1800)).split(";")[0];
}
