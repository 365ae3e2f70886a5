import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { createPersonalToken } from "@/lib/access/personal-tokens/create-personal-token";
import { createServiceAccount } from "@/lib/access/service-accounts/create-service-account";
import { updateServiceAccount } from "@/lib/access/service-accounts/update-service-account";
import { PermissionError } from "@/lib/core/errors";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import type { TestTenant, TestUser } from "@/lib/testing/make-tenant";

import type { MadeKey } from "./subjects";

export const ROLES = ["tenant_admin", "agent_manager", "developer", "viewer"] as const;

export async function makeKeys(
  tenant: TestTenant,
  makers: TestUser[],
  random: () => number,
): Promise<MadeKey[]> {
  const keys: MadeKey[] = [];
  for (const maker of makers.slice(0, 3)) {
    const ctx = await makeContext(tenant, maker);
    const isOwn = random() < 0.3;
    if (!ctx.decide(isOwn ? "personal_tokens:create" : "api_keys:create").allowed) continue;
    const scopes = PERMISSION_KEYS.filter((key) => ctx.permissions.has(key) && random() < 0.5);
    if (scopes.length === 0) continue;
    const wish = { name: "Proof", ip_allowlist: addresses(random) };
    const bound =
      !isOwn && random() < 0.5
        ? await createApiKey(ctx, { ...wish, roles: [{ role: "viewer" }] }).catch(unlessRefused)
        : null;
    const made = bound ?? (await (isOwn ? createPersonalToken : createApiKey)(ctx, { ...wish, scopes }));
    if (bound) await bindMore(tenant, made.id, random);
    keys.push({ id: made.id, key: made.key, host: tenant.slug });
    if (random() < 0.2)
      await ownerPool()
        .query("update shared.api_keys set revoked_at = now() where id = $1", [made.id])
        .then(() =>
          systemPool().query(
            "update platform.api_key_directory set revoked_at = now() where api_key_id = $1",
            [made.id],
          ),
        );
  }
  return keys;
}

/** Somebody from whom a role takes something that the viewer's allows cannot bind that one. */
function unlessRefused(error: unknown): null {
  if (error instanceof PermissionError) return null;
  throw error;
}

/** Some keys are bound to addresses: where they are called from, or elsewhere. */
function addresses(random: () => number): string[] {
  if (random() < 0.6) return [];
  return [random() < 0.5 ? "192.0.2.0/24" : "203.0.113.0/24"];
}

/** Keys of service accounts, some of them disabled. */
export async function makeServiceKeys(tenant: TestTenant, random: () => number): Promise<MadeKey[]> {
  const admin = await makeContext(tenant, tenant.owner);
  if (!admin.decide("service_accounts:manage").allowed) return [];
  const keys: MadeKey[] = [];
  for (let at = 0; at < 2; at += 1) {
    const role = ROLES[Math.floor(random() * ROLES.length)] as (typeof ROLES)[number];
    const account = await createServiceAccount(admin, { name: `Program ${at}`, roles: [{ role }] });
    const scopes = PERMISSION_KEYS.filter((key) => admin.permissions.has(key) && random() < 0.6);
    const made = await createApiKey(admin, {
      name: "Proof",
      scopes: scopes.length > 0 ? scopes : ["agents:read"],
      ip_allowlist: addresses(random),
      service_account_id: account.id,
    });
    keys.push({ id: made.id, key: made.key, host: tenant.slug });
    if (random() < 0.25) await updateServiceAccount(admin, account.id, { status: "disabled" });
  }
  return keys;
}

/** Roles of every kind on a key, as remapping leaves them; some of them are over. */
async function bindMore(tenant: TestTenant, keyId: string, random: () => number): Promise<void> {
  await ownerPool().query(
    `insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, expires_at)
     select r.tenant_id, gen_random_uuid(), 'api_key', $2, r.id, now() + make_interval(hours => $3::int)
     from shared.roles r where r.tenant_id = $1 and r.key <> 'viewer' and (hashtext(r.key) & 3) = $4
     on conflict do nothing`,
    [tenant.id, keyId, random() < 0.3 ? -1 : random() < 0.5 ? 5 : null, Math.floor(random() * 4)],
  );
}
