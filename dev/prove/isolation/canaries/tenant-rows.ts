import type { Table } from "./read-tables";

/** Tables of the control plane that hold no tenant's data, each with its reason. Any other must be reachable. */
export const NO_TENANT_DATA: Readonly<Record<string, string>> = {
  "platform.plans": "the plan catalogue",
  "platform.backups": "when the installation was backed up",
  "platform.signing_keys": "who signs bundles",
  "platform.plan_prices": "the plan catalogue",
  "platform.plan_entitlements": "the plan catalogue",
  "platform.settings": "settings of the platform",
  "platform.stripe_events": "the inbox, by Stripe customer; read by the worker only",
  "platform.rate_limits": "counters by address and account, forgotten after minutes",
  "platform.sign_in_guards": "counts of wrong passwords by hashed address",
  "platform.idempotency_keys": "sealed answers by caller, forgotten after a day",
  "platform.cells": "the databases of the installation",
  "platform.feature_flags": "switches of the platform",
  "platform.health_probes": "readings of the product as a whole",
  "platform.roll_ups": "how far the analytics have come",
  "platform.isolation_probes": "results of the canary workspaces",
  "platform.sign_ups": "people who are nobody's member yet",
  "shared.permissions": "reference data",
  "shared.system_role_permissions": "reference data",
};

/**
 * Which rows of a table belong to tenant $1 of account $2, as a condition; null when nothing leads from the table to
 * a tenant. Columns decide first, then foreign keys to tables that lead somewhere.
 */
export function rowsOfTenant(table: Table, tables: readonly Table[], seen: string[] = []): string | null {
  if (table.schema.startsWith("t_")) return "true";
  const has = (name: string) => table.columns.some((column) => column.name === name);
  const people = "(select m.user_id from platform.user_tenants m where m.tenant_id = $1::uuid)";
  if (table.name === "platform.tenants") return "id = $1::uuid";
  if (table.name === "platform.accounts") return "id = $2::uuid";
  if (table.name === "platform.users") return `id in ${people}`;
  const conditions = [
    ...(has("tenant_id") ? ["tenant_id = $1::uuid"] : []),
    ...(has("account_id") && table.schema === "platform" ? ["account_id = $2::uuid"] : []),
    ...(has("user_id") && table.schema === "platform" ? [`user_id in ${people}`] : []),
  ];
  if (conditions.length > 0) return conditions.join(" or ");
  if (Object.hasOwn(NO_TENANT_DATA, table.name)) return null;
  for (const key of table.foreignKeys) {
    const parent = tables.find(({ name }) => name === key.table);
    if (!parent || seen.includes(parent.name)) continue;
    const condition = rowsOfTenant(parent, tables, [...seen, table.name]);
    if (!condition) continue;
    return `(${key.columns.join(", ")}) in (select ${key.refColumns.join(", ")} from ${parent.name} where ${condition})`;
  }
  return null;
}
