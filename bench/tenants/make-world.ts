import { writeFileSync } from "node:fs";
import { ensurePerson } from "../../prisma/seed/people";
import { ensureAgents, ensureWorkspace } from "../../prisma/seed/workspaces";
import { round } from "../measure";
import { openServers, readTemplate, type Stamped, stampBatch, type Template } from "./stamp";
import { timeProvisioning } from "./time-provisioning";
import type { BenchTenant, Made } from "./world";

const COLLEAGUES = 4;
const BATCH = 50;
/** Workspaces set up one at a time for the figure of provisioning; they are not among those that are called. */
const TIMED = 30;
const KEY_SCOPES = ["agents:read", "members:read", "usage:read"];

/**
 * `make-world <tenants> <port> <file>`: fills an empty installation. The first workspace is made by the product, the
 * others are printed from its rows, their schemas by the product's migrations; BENCH_SUPER_URLS names the servers.
 */
async function main([count = "10", port = "3000", file = ""]: string[]): Promise<void> {
  const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
  const { closePools } = await import("@/lib/infra/database/pools");
  const { cellNames } = await import("@/lib/infra/database/cells");
  await prepareDatabase();
  const servers = await openServers(
    JSON.parse(process.env.BENCH_SUPER_URLS ?? "{}") as Record<string, string>,
  );
  const { template, tenant } = await makeTemplate(servers, port);
  const cells = cellNames();
  const tenants = [tenant];
  const total = Number(count);
  const startedAt = performance.now();
  while (tenants.length < total) {
    const size = Math.min(BATCH, total - tenants.length);
    const batch = Array.from({ length: size }, (_, at) => numbered(tenants.length + at, cells));
    tenants.push(...(await stampBatch(template, batch, servers, port)));
    if (tenants.length % 500 !== 0) continue;
    console.log(`${tenants.length} of ${total}, ${round((performance.now() - startedAt) / 1000, 0)} s`);
  }
  for (const client of servers.values()) await analyze(client);
  const provisioning = await timeProvisioning(
    Array.from({ length: TIMED }, (_, n) => ({
      name: `Timed ${n}`,
      slug: `timed-${n}`,
      email: `timed-${n}@bench.example`,
    })),
  );
  writeFileSync(file, JSON.stringify({ tenants, provisioning } satisfies Made));
  await Promise.all([...servers.values()].map((client) => client.end()));
  await closePools();
}

function numbered(n: number, cells: readonly string[]): Stamped {
  const number = String(n).padStart(5, "0");
  return { n, slug: `bench-${number}`, mailbox: `owner-${number}`, cell: cells[n % cells.length] ?? "main" };
}

/** Owner, colleagues, two agents, a key without limits within reach, and a session of the owner. */
async function makeTemplate(
  servers: Awaited<ReturnType<typeof openServers>>,
  port: string,
): Promise<{ template: Template; tenant: BenchTenant }> {
  const { addMember } = await import("@/lib/testing/make-tenant");
  const { makeContext } = await import("@/lib/testing/make-context");
  const { createApiKey } = await import("@/lib/access/api-keys/create-api-key");
  const { parseKeyText } = await import("@/lib/access/api-keys/key-text");
  const { cookieFor } = await import("../../dev/prove/isolation/world");
  const main = servers.get("main");
  if (!main) throw new Error("BENCH_SUPER_URLS names no main server");
  // What the product itself makes here goes beside the control plane; the other cells are filled by stamping.
  await main.query("update platform.cells set accepts_new = (name = 'main')");
  const mailbox = "owner-template";
  const person = (name: string) =>
    ensurePerson({ email: `${name}@bench.example`, firstName: "Person", lastName: name });
  const owner = await person(mailbox);
  const workspace = await ensureWorkspace(owner, { name: "Bench", slug: "bench-template" });
  await main.query(
    `insert into platform.account_entitlements (account_id, feature, enabled, limit_value, source)
     values ($1, 'api_calls', true, 1000000000, 'override'), ($1, 'api_rate', true, 100000000, 'override')
     on conflict (account_id, feature) do update set limit_value = excluded.limit_value`,
    [workspace.accountId],
  );
  const shared = new Set<string>();
  for (let n = 0; n < COLLEAGUES; n += 1) {
    const colleague = await person(`colleague-${n}`);
    shared.add(colleague.id);
    await addMember({ id: workspace.id }, colleague, "viewer");
  }
  const ctx = await makeContext(workspace, owner);
  await ensureAgents(ctx, [
    { catalogue_key: "strategie_partner", name: "Strategy" },
    { catalogue_key: "quality_guardian", name: "Quality" },
  ]);
  const { key } = await createApiKey(ctx, { name: "Bench", scopes: KEY_SCOPES });
  const template = await readTemplate(main, {
    tenant: workspace,
    owner: { id: owner.id, mailbox },
    keyId: parseKeyText(key)?.keyId ?? "",
    shared,
  });
  const host = `${workspace.slug}.atrium.localhost:${port}`;
  const cookie = (await cookieFor({ name: "owner", user: owner }, host)) ?? "";
  return { template, tenant: { id: workspace.id, cell: "main", host, email: owner.email, cookie, key } };
}

/** What autovacuum does within a minute of such a change. */
async function analyze(client: import("pg").Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('platform', 'shared') and c.relkind = 'r'`,
  );
  await client.query(`analyze ${rows.map(({ name }) => name).join(", ")}`);
}

await main(process.argv.slice(2));
process.exit();
