import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { makeKeyText } from "@/lib/access/api-keys/key-text";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { rotateApiKey } from "@/lib/access/api-keys/rotate-api-key";
import type { NewApiKeyDto } from "@/lib/access/api-keys/schema";
import { updateMember } from "@/lib/access/members/update-member";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { createPersonalToken } from "@/lib/access/personal-tokens/create-personal-token";
import { createServiceAccount } from "@/lib/access/service-accounts/create-service-account";
import { updateServiceAccount } from "@/lib/access/service-accounts/update-service-account";
import type { TenantContext } from "@/lib/core/context";
import { ownerPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";

export const KEY_KINDS = ["api_key", "service", "personal"] as const;
export type ProvedKind = (typeof KEY_KINDS)[number];

/** What is wrong with a key, and what it must be answered with where keys may act at all. */
export type Flaw =
  | "garbled"
  | "unknown"
  | "wrong_secret"
  | "wrong_prefix"
  | "revoked"
  | "expired"
  | "rotated"
  | "grace_over"
  | "owner_gone"
  | "wrong_host"
  | "wrong_scope"
  | "wrong_address";

export type FlawedKey = { kind: ProvedKind; flaw: Flaw; text: string; scopes: readonly string[] };

export type KeyWorld = {
  tenant: TestTenant;
  other: TestTenant;
  admin: TenantContext;
  flawed: FlawedKey[];
  /** Keys with nothing wrong, by kind; one has been rotated and is within its overlap. */
  good: { kind: ProvedKind; key: NewApiKeyDto }[];
};

type Maker = {
  /** Who may rotate it: a personal token is its person's alone. */
  ctx: TenantContext;
  make: (wish?: { scopes?: string[]; ip_allowlist?: string[] }) => Promise<NewApiKeyDto>;
  dismiss: () => Promise<unknown>;
};

/** A workspace whose keys of every kind have each flaw once, beside keys that work. */
export async function makeKeyWorld(): Promise<KeyWorld> {
  const limits = { api_calls: null, api_rate: null };
  const tenant = await makeTenant({ planKey: "enterprise", limits });
  const other = await makeTenant({ planKey: "enterprise", limits });
  const admin = await makeContext(tenant, tenant.owner);
  const world: KeyWorld = { tenant, other, admin, flawed: [], good: [] };
  for (const kind of KEY_KINDS) await addKind(world, kind);
  return world;
}

async function addKind(world: KeyWorld, kind: ProvedKind): Promise<void> {
  const { admin } = world;
  const { make, ctx } = await makerOf(world, kind);
  const add = (flaw: Flaw, text: string, scopes: readonly string[] = []) =>
    world.flawed.push({ kind, flaw, text, scopes });
  const good = await make();
  const rotated = await make();
  await rotateApiKey(ctx, rotated.id, { overlap_hours: 1 });
  world.good.push({ kind, key: good }, { kind, key: rotated });

  const last = good.key.at(-1) === "0" ? "1" : "0";
  add("garbled", good.key.slice(0, -1) + last);
  add("unknown", makeKeyText(kind).text);
  add("wrong_secret", await withText(await make(), makeKeyText(kind), { keepsHash: true }));
  add(
    "wrong_prefix",
    await withText(await make(), makeKeyText(kind === "personal" ? "api_key" : "personal"), {
      keepsHash: false,
    }),
  );
  const revoked = await make();
  await revokeApiKey(admin, revoked.id);
  add("revoked", revoked.key);
  add("expired", await expire(await make()));
  const replaced = await make();
  await rotateApiKey(ctx, replaced.id, { overlap_hours: 0 });
  add("rotated", replaced.key);
  const past = await make();
  await rotateApiKey(ctx, past.id, { overlap_hours: 24 });
  add("grace_over", await expire(past));
  const leaving = await makerOf(world, kind);
  const orphan = await leaving.make();
  await leaving.dismiss();
  add("owner_gone", orphan.key);
  add("wrong_host", good.key);
  // Both are tried on every route: one of them lacks what the route asks for.
  for (const scopes of [["tenant:read"], ["usage:read"]]) {
    add("wrong_scope", (await make({ scopes })).key, scopes);
  }
  add("wrong_address", (await make({ ip_allowlist: ["203.0.113.0/24"] })).key);
}

async function makerOf({ tenant, admin }: KeyWorld, kind: ProvedKind): Promise<Maker> {
  const wish = { name: "Proof", scopes: PERMISSION_KEYS.filter((key) => admin.permissions.has(key)) };
  if (kind === "service") {
    const account = await createServiceAccount(admin, {
      name: `Proof ${makeKeyText().keyId}`,
      roles: [{ role: "tenant_admin" }],
    });
    return {
      ctx: admin,
      make: (change = {}) => createApiKey(admin, { ...wish, ...change, service_account_id: account.id }),
      dismiss: () => updateServiceAccount(admin, account.id, { status: "disabled" }),
    };
  }
  const person = await makeUser();
  await addMember(tenant, person, "tenant_admin");
  const ctx = await makeContext(tenant, person);
  const held = { ...wish, scopes: wish.scopes.filter((key) => ctx.permissions.has(key)) };
  const create = kind === "personal" ? createPersonalToken : createApiKey;
  return {
    ctx,
    make: (change = {}) => create(ctx, { ...held, ...change }),
    dismiss: () => updateMember(admin, person.id, { status: "suspended" }),
  };
}

/** Puts a key of another text in the place of one that was made; the row's kind stays. */
async function withText(
  made: NewApiKeyDto,
  text: ReturnType<typeof makeKeyText>,
  { keepsHash }: { keepsHash: boolean },
): Promise<string> {
  await ownerPool().query(
    `update platform.api_key_directory set key_id = $2, secret_hash = case when $3 then secret_hash else $4 end
     where api_key_id = $1`,
    [made.id, text.keyId, keepsHash, hashToken(text.secret)],
  );
  return text.text;
}

async function expire(made: NewApiKeyDto): Promise<string> {
  await ownerPool().query(
    "update platform.api_key_directory set expires_at = now() - interval '1 second' where api_key_id = $1",
    [made.id],
  );
  return made.key;
}
