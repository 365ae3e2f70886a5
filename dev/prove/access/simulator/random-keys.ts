import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { createPersonalToken } from "@/lib/access/personal-tokens/create-personal-token";
import { createServiceAccount } from "@/lib/access/service-accounts/create-service-account";
import { updateServiceAccount } from "@/lib/access/service-accounts/update-service-account";
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
    const create = isOwn ? createPersonalToken : createApiKey;
    const made = await create(ctx, { name: "Proof", scopes, ip_allowlist: addresses(random) });
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
