import * as z from "zod";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import type { Permission } from "@/lib/access/permissions";
import { route } from "@/lib/api/route";
import type { TenantStatus } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { accountUsage } from "@/lib/usage/account-usage";

export const probe = route({
  method: "POST",
  path: "/api/v1/probe",
  summary: "Answers as told",
  tag: "Test",
  auth: "tenant",
  permission: "agents:read",
  body: z.strictObject({ outcome: z.enum(["ok", "conflict", "crash"]).default("ok") }),
  response: z.object({ tenant: z.string() }),
  handler: async ({ ctx, body }) => {
    if (body.outcome === "conflict") throw new ConflictError("Told so.");
    if (body.outcome === "crash") throw new Error("Told so.");
    return { tenant: ctx.tenant.id };
  },
});
export const limits = route({
  method: "GET",
  path: "/api/v1/probe-limits",
  summary: "Costs nothing",
  tag: "Test",
  auth: "tenant",
  permission: "usage:read",
  metered: false,
  response: z.object({ ok: z.boolean() }),
  handler: async () => ({ ok: true }),
});
export const sessionOnly = route({
  method: "GET",
  path: "/api/v1/probe-session",
  summary: "Not for keys",
  tag: "Test",
  auth: "tenant",
  permission: "agents:read",
  keys: false,
  response: z.object({ ok: z.boolean() }),
  handler: async () => ({ ok: true }),
});

/** A key of a fresh tenant, and what it has used. Renewed by openKeyWorld() before each test. */
export let tenant: TestTenant;
export let key: string;
export let keyId: string;

export async function newKey(scopes: Permission[] = ["agents:read", "usage:read"]) {
  return createApiKey(await makeContext(tenant, tenant.owner), { name: "Test key", scopes });
}
export async function used(): Promise<number | undefined> {
  return (await accountUsage(tenant.accountId)).find((row) => row.meter === "api_calls")?.used;
}
export async function events(): Promise<number> {
  const { rows } = await systemPool().query<{ count: string }>(
    "select count(*) from shared.usage_events where tenant_id = $1 and meter = 'api_calls'",
    [tenant.id],
  );
  return Number(rows[0]?.count);
}
export async function rolledUp(): Promise<{ quantity: number; errors: number }> {
  const { rows } = await systemPool().query<{ quantity: string; errors: string }>(
    "select coalesce(sum(quantity), 0) quantity, coalesce(sum(errors), 0) errors from warehouse.usage_hourly where tenant_id = $1",
    [tenant.id],
  );
  return { quantity: Number(rows[0]?.quantity), errors: Number(rows[0]?.errors) };
}
export const setTenant = (status: TenantStatus) => forceStatus(tenant.id, status);
export async function setBilling(state: string): Promise<void> {
  await systemPool().query("update platform.accounts set billing_state = $2 where id = $1", [
    tenant.accountId,
    state,
  ]);
}
export async function setLimit(feature: string, limit: number | null): Promise<void> {
  await systemPool().query(
    "update platform.account_entitlements set limit_value = $3 where account_id = $1 and feature = $2",
    [tenant.accountId, feature, limit],
  );
}
export const call = (overrides: Parameters<typeof callRoute>[1] = {}) =>
  callRoute(probe, { key, body: {}, ...overrides });

export async function openKeyWorld(): Promise<void> {
  tenant = await makeTenant({ limits: { api_calls: 100, api_rate: 1000 } });
  const made = await newKey();
  key = made.key;
  keyId = made.id;
}
