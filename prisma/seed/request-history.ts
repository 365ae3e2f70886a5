import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { cellOf } from "@/lib/tenancy/cells/cell-of";
import { countMembers } from "@/lib/usage/roll-up/count-members";
import { rollUpTenant } from "@/lib/usage/roll-up/roll-up-tenant";
import { sequence } from "./usage-history";
import type { Workspace } from "./workspaces";

const HOUR_MS = 3_600_000;
const ROUTES = [
  ["GET", "/api/v1/agents", 18],
  ["GET", "/api/v1/usage", 24],
  ["POST", "/api/v1/usage", 31],
  ["GET", "/api/v1/users", 22],
  ["GET", "/api/v1/agents/{id}", 12],
  ["POST", "/api/v1/agents", 85],
] as const;

type Call = {
  at: Date;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  person: string | null;
  key: string | null;
};

/** Requests of the last days in the ledger, by people and by a key, and their roll-up. Written once a workspace. */
export async function addRequestHistory(
  workspace: Workspace,
  {
    days,
    perHour,
    people,
    keyId,
  }: { days: number; perHour: number; people: readonly string[]; keyId: string | null },
): Promise<void> {
  const pool = systemPool(await cellOf({ tenantId: workspace.id }));
  const { rows } = await pool.query("select 1 from warehouse.requests_daily where tenant_id = $1 limit 1", [
    workspace.id,
  ]);
  if (rows.length > 0) return;
  const calls = history(days, perHour, people, keyId);
  await pool.query(
    `insert into shared.api_requests (tenant_id, id, method, route, status, duration_ms, response_bytes, user_id, api_key_id, request_id, occurred_at)
     select $1, c.id, c.method, c.route, c.status, c.duration, 400 + c.duration * 7, c.person, c.key, 'seed', c.at
     from unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::uuid[], $8::uuid[], $9::timestamptz[])
       c (id, method, route, status, duration, person, key, at)`,
    [
      workspace.id,
      calls.map(() => newId()),
      calls.map((call) => call.method),
      calls.map((call) => call.route),
      calls.map((call) => call.status),
      calls.map((call) => call.durationMs),
      calls.map((call) => call.person),
      calls.map((call) => call.key),
      calls.map((call) => call.at),
    ],
  );
  // The demo's workspace is as old as its history.
  for (const text of [
    "update platform.tenant_status_changes set at = at - make_interval(days => $2) where tenant_id = $1",
    "update platform.tenants set created_at = created_at - make_interval(days => $2) where id = $1",
  ]) {
    await systemPool().query(text, [workspace.id, days]);
  }
  await noteLastUse(workspace.id, calls);
  const hours = new Set(
    calls.map(({ at }) => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS).toISOString()),
  );
  const client = await pool.connect();
  try {
    await rollUpTenant(client, workspace.id, [...hours]);
    await countMembers(client, workspace.id, [...hours].sort()[0] ?? new Date().toISOString());
  } finally {
    client.release();
  }
}

/** Whoever called has been here: lists show when. */
async function noteLastUse(tenantId: string, calls: readonly Call[]): Promise<void> {
  const lastOf = (who: "person" | "key") =>
    Map.groupBy(
      calls.filter((call) => call[who] !== null),
      (call) => call[who] ?? "",
    )
      .entries()
      .map(([id, own]) => [id, new Date(Math.max(...own.map(({ at }) => at.getTime())))] as const);
  for (const [id, at] of lastOf("key")) {
    await systemPool().query(
      "update platform.api_key_directory set last_used_at = $2 where api_key_id = $1",
      [id, at],
    );
  }
  for (const [id, at] of lastOf("person")) {
    await systemPool().query(
      "update platform.user_tenants set last_opened_at = $3 where tenant_id = $1 and user_id = $2",
      [tenantId, id, at],
    );
  }
}

/** Busier in office hours, slower at their peak, with a fault now and then. */
function history(days: number, perHour: number, people: readonly string[], keyId: string | null): Call[] {
  const random = sequence(days * 77 + perHour);
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: days * 24 }, (_, n) => end - (n + 1) * HOUR_MS).flatMap((startMs) => {
    const hour = new Date(startMs);
    const isOffice = hour.getUTCHours() >= 7 && hour.getUTCHours() < 18;
    const isWeekend = hour.getUTCDay() === 0 || hour.getUTCDay() === 6;
    const busy = (isOffice ? 1 : 0.15) * (isWeekend ? 0.25 : 1);
    return Array.from({ length: Math.round(perHour * busy * (0.6 + random())) }, () => {
      const [method, route, usualMs] = ROUTES[Math.floor(random() ** 1.6 * ROUTES.length)] ?? ROUTES[0];
      const slow = random() < 0.04 ? 6 + random() * 20 : 1;
      const draw = random();
      const status = draw < 0.0015 ? 503 : draw < 0.02 ? 404 : draw < 0.03 ? 422 : 200;
      const byPerson = people.length > 0 && random() < 0.45;
      return {
        at: new Date(startMs + Math.floor(random() * HOUR_MS)),
        method,
        route,
        status,
        durationMs: Math.round(usualMs * (0.5 + random()) * slow * (isOffice ? 1.2 : 1)) + 1,
        person: byPerson ? (people[Math.floor(random() ** 2 * people.length)] ?? null) : null,
        key: byPerson ? null : keyId,
      };
    });
  });
}
