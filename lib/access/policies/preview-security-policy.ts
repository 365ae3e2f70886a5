import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { parseIp } from "@/lib/core/ip-address";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { allowedBlocks, isAllowedAddress, keyEndsAt, mfaDueAt } from "@/lib/tenancy/policies/policy-refusal";
import {
  type SecurityPolicyInput,
  type StoredPolicy,
  securityPolicyInput,
} from "@/lib/tenancy/policies/schema";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { assertPolicy, changedSections, mergePolicy, weakenedSections } from "./internal";
import type { PolicyImpact } from "./schema";

type MemberRow = { email: string; member_since: Date; has_factor: boolean };
type SessionRow = { ip: string | null; last_seen_at: Date; created_at: Date };
type KeyRow = { api_key_id: string; created_at: Date; expires_at: Date | null; ip: string | null };

/**
 * What a change of the policy would do to members, sessions and keys, without doing it. Refuses what saving refuses.
 * @throws ValidationError, ConflictError as updateSecurityPolicy; DomainError permission_denied
 */
export async function previewSecurityPolicy(
  ctx: TenantContext,
  input: SecurityPolicyInput,
): Promise<PolicyImpact> {
  ctx.authorize("security:update");
  const change = securityPolicyInput.parse(input);
  const tenantId = ctx.tenant.id;
  const found = await withSystem(async (tx) => ({
    before: (await policyOf(tx, tenantId)).policy,
    members: await listMembers(tx, tenantId),
    sessions: await listSessions(tx, tenantId),
    keys: await listKeys(tx, tenantId),
    devices: await listDevices(tx, tenantId),
  }));
  const after = mergePolicy(found.before, change);
  await assertPolicy(ctx, found.before, after);
  const stopping = found.keys.filter((key) => hasEnded(keyEndsAt(after, key.created_at)));
  return {
    changes: changedSections(found.before, after),
    weakens: weakenedSections(found.before, after),
    ...memberImpact(after, found.members),
    devices_untrusted: countUntrusted(found.before, after, found.devices),
    ...sessionImpact(after, found.sessions),
    keys: found.keys.length,
    keys_stopping: await nameKeys(
      ctx,
      stopping.map((key) => key.api_key_id),
    ),
    keys_shortened: found.keys.filter((key) => isShortened(after, key)).length,
    keys_outside: countOutside(after, found.keys),
  };
}

function memberImpact(after: StoredPolicy, members: MemberRow[]) {
  const without = members.filter((member) => !member.has_factor);
  return {
    members: members.length,
    members_without_mfa: without.length,
    members_blocked_now: without.filter((member) => hasEnded(mfaDueAt(after, member.member_since))).length,
    members_outside_domains: members.filter(({ email }) => !isAllowedDomain(after.email_domains, email))
      .length,
  };
}

/** Browsers whose second step holds under the policy of before and not under the one of after. */
function countUntrusted(before: StoredPolicy, after: StoredPolicy, devices: { verified_at: Date }[]): number {
  const holds = ({ verified_at: at }: { verified_at: Date }, days: number) =>
    at.getTime() + days * 86_400_000 > Date.now();
  return devices.filter(
    (device) =>
      holds(device, before.mfa.trusted_device_days) && !holds(device, after.mfa.trusted_device_days),
  ).length;
}

function sessionImpact(after: StoredPolicy, sessions: SessionRow[]) {
  const { idle_minutes: idle, absolute_minutes: absolute } = after.session;
  const isOver = (since: Date, minutes: number | null) =>
    minutes !== null && since.getTime() + minutes * 60_000 < Date.now();
  return {
    sessions: sessions.length,
    sessions_ending: sessions.filter(
      (session) => isOver(session.last_seen_at, idle) || isOver(session.created_at, absolute),
    ).length,
    sessions_outside: countOutside(after, sessions),
  };
}

function countOutside(after: StoredPolicy, rows: { ip: string | null }[]): number {
  const blocks = allowedBlocks(after);
  // Where an address is unknown (a key never used) nothing can be said.
  return rows.filter(({ ip }) => ip !== null && parseIp(ip) && !isAllowedAddress(blocks, ip)).length;
}

function isShortened(after: StoredPolicy, key: KeyRow): boolean {
  const end = keyEndsAt(after, key.created_at);
  return end !== null && !hasEnded(end) && (key.expires_at === null || end < key.expires_at);
}

function hasEnded(end: Date | null): boolean {
  return end !== null && end <= new Date();
}

async function nameKeys(ctx: TenantContext, ids: string[]): Promise<PolicyImpact["keys_stopping"]> {
  if (ids.length === 0) return [];
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    tx.apiKey.findMany({
      where: { tenantId: ctx.tenant.id, id: { in: ids } },
      select: { id: true, name: true, lastFour: true },
      orderBy: { createdAt: "asc" },
    }),
  );
  return rows.map(({ id, name, lastFour }) => ({ id, name, last_four: lastFour }));
}

function listMembers(tx: SystemTx, tenantId: string): Promise<MemberRow[]> {
  return tx.$queryRaw<MemberRow[]>`
    select u.email::text, m.created_at as member_since,
      platform.has_factor(u.id) as has_factor
    from platform.user_tenants m join platform.users u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.status = 'active' and u.status = 'active'`;
}

function listSessions(tx: SystemTx, tenantId: string): Promise<SessionRow[]> {
  return tx.$queryRaw<SessionRow[]>`
    select host(s.ip) as ip, s.last_seen_at, s.created_at from platform.sessions s
    join platform.user_tenants m on m.user_id = s.user_id and m.tenant_id = ${tenantId}::uuid and m.status = 'active'
    where s.revoked_at is null and s.idle_expires_at > now() and s.absolute_expires_at > now()`;
}

function listKeys(tx: SystemTx, tenantId: string): Promise<KeyRow[]> {
  return tx.$queryRaw<KeyRow[]>`
    select d.api_key_id::text, d.created_at, d.expires_at, host(d.last_used_ip) as ip from platform.api_key_directory d
    where d.tenant_id = ${tenantId}::uuid and d.revoked_at is null and (d.expires_at is null or d.expires_at > now())`;
}

function listDevices(tx: SystemTx, tenantId: string): Promise<{ verified_at: Date }[]> {
  return tx.$queryRaw<{ verified_at: Date }[]>`
    select d.verified_at from platform.trusted_devices d
    join platform.user_tenants m on m.user_id = d.user_id and m.tenant_id = ${tenantId}::uuid and m.status = 'active'`;
}
