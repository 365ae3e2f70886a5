import pg from "pg";
import { ownerPool } from "@/lib/infra/database/pools";
import { roleUrl } from "@/lib/infra/database/role-url";
import { ensureTenantSchema } from "@/lib/tenancy/ensure-tenant-schema";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import { schemaName } from "@/lib/tenancy/schema-name";
import { tenantRunner } from "@/lib/tenancy/with-tenant";
import { startPooler } from "./pool/pooler";
import { seededRandom } from "./random";

export type PoolBleedReport = {
  /** Requests that ran through withTenant(). */
  requests: number;
  /** Answers that held another tenant's rows, or a connection that came back with a context on it. */
  leaks: number;
  /** Requests that were broken on purpose (exception, timeout, killed connection). */
  disturbed: number;
  /** Of these, through a transaction pooler that serves 40 clients with fewer server connections. */
  pooled: number;
  /** How often the pooler gave a client another server connection than before. */
  switches: number;
  /** Leaks of the known-bad control (session-level SET on a pool): must be above 0. */
  controlLeaks: number;
};

export type PoolBleedOptions = { requests: number; seed: number; superUrl: string };

const POOL_SIZES = [1, 2, 10];
const WORKERS = 40;
const TENANTS = 8;

/**
 * I-8: many workers, small pools, random tenants, and requests that are cut off between context and
 * query. No answer may hold a foreign row and no connection may keep a context.
 */
export async function provePoolBleed(options: PoolBleedOptions): Promise<PoolBleedReport> {
  const tenants = await makeTenants();
  const report: PoolBleedReport = {
    requests: 0,
    leaks: 0,
    disturbed: 0,
    pooled: 0,
    switches: 0,
    controlLeaks: 0,
  };
  const share = Math.ceil((options.requests * 0.8) / POOL_SIZES.length);
  for (const [index, max] of POOL_SIZES.entries()) {
    await storm(appPool(max), max, share, { ...options, seed: options.seed + index }, tenants, report);
  }
  const direct = report.requests;
  const pooler = await startPooler(roleUrl("atrium_app"), POOLER_SIZE);
  const through = poolerUrl(pooler.port);
  const half = Math.ceil((options.requests - direct) / 2);
  await storm(appPool(WORKERS, through), WORKERS, half, options, tenants, report);
  await flights(through, half, tenants, options.seed, report);
  report.pooled = report.requests - direct;
  report.switches = pooler.stats.switches;
  report.controlLeaks =
    (await runControl(appPool(2), tenants, options.seed)) +
    (await runControl(appPool(8, through), tenants, options.seed));
  await pooler.stop();
  return report;
}

const POOLER_SIZE = 3;

function poolerUrl(port: number): string {
  const url = new URL(roleUrl("atrium_app"));
  url.host = `127.0.0.1:${port}`;
  return url.toString();
}

async function storm(
  pool: pg.Pool,
  max: number,
  count: number,
  options: PoolBleedOptions,
  tenants: string[],
  report: PoolBleedReport,
): Promise<void> {
  const random = seededRandom(options.seed);
  const terminator = disturbNowAndThen(options.superUrl);
  await inParallel(count, () => oneRequest(pool, tenants, random, report));
  await terminator.stop();
  report.leaks += await contextsLeft(pool, max);
  await pool.end();
}

/** The one-flight reads of queryTenant(): pipelined, with prepared statements, through the pooler. */
async function flights(url: string, count: number, tenants: string[], seed: number, report: PoolBleedReport) {
  const pool = new pg.Pool({ connectionString: url, max: WORKERS, pipeline: true } as pg.PoolConfig);
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const random = seededRandom(seed);
  await inParallel(count, async () => {
    const tenantId = tenants[Math.floor(random() * tenants.length)] ?? "";
    report.requests += 1;
    const client = await pool.connect();
    let failure: unknown;
    try {
      const [, , read] = await Promise.all([
        client.query("begin read only"),
        client.query({ name: "bind-tenant", text: BIND, values: [schemaName(tenantId), tenantId] }),
        client.query<{ tenant_id: string }>({
          name: "read-settings",
          text: "select tenant_id from shared.tenant_settings",
        }),
        client.query("commit"),
      ]);
      if (read.rows.length === 0 || read.rows.some((row) => row.tenant_id !== tenantId)) report.leaks += 1;
    } catch (error) {
      failure = error;
      report.disturbed += 1;
    } finally {
      client.release(failure instanceof Error ? failure : undefined);
    }
  });
  await pool.end();
}

const BIND =
  "select platform.enter_tenant($2::text::uuid)::text, set_config('role', $1, true), set_config('app.tenant_id', $2, true)";

async function makeTenants(): Promise<string[]> {
  const owner = await ownerPool().connect();
  try {
    const ids = Array.from({ length: TENANTS }, () => crypto.randomUUID());
    for (const id of ids) {
      await owner.query("insert into shared.tenants (tenant_id, slug) values ($1::uuid, $1::uuid::text)", [
        id,
      ]);
      await owner.query("insert into shared.tenant_settings (tenant_id) values ($1)", [id]);
      await ensureTenantSchema(owner, id, readMigrations("tenant"));
      await owner.query(
        `insert into ${schemaName(id)}.agent_instances (id, catalogue_key, name) values ($1::uuid, 'canary', $1::uuid::text)`,
        [id],
      );
    }
    return ids;
  } finally {
    owner.release();
  }
}

function appPool(max: number, connectionString = roleUrl("atrium_app")): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 10_000 });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

const runners = new WeakMap<pg.Pool, ReturnType<typeof tenantRunner>>();

async function oneRequest(pool: pg.Pool, tenants: string[], random: () => number, report: PoolBleedReport) {
  const tenantId = tenants[Math.floor(random() * tenants.length)] ?? "";
  const fate = random();
  const run = runners.get(pool) ?? tenantRunner(pool);
  runners.set(pool, run);
  report.requests += 1;
  try {
    const seen = await run({ tenantId }, async (tx) => {
      if (fate < 0.05) throw new Error("broken between context and query");
      if (fate < 0.07) await tx.$queryRaw`select set_config('statement_timeout', '1', true)`;
      if (fate < 0.07) await tx.$queryRaw`select pg_sleep(0.05)::text`;
      const settings = await tx.tenantSettings.findMany({ select: { tenantId: true } });
      const agents = await tx.agentInstance.findMany({ select: { name: true } });
      return [...settings.map((row) => row.tenantId), ...agents.map((row) => row.name)];
    });
    if (seen.length === 0 || seen.some((id) => id !== tenantId)) report.leaks += 1;
  } catch {
    report.disturbed += 1;
  }
}

/** After the storm no connection of the pool may still be somebody. */
async function contextsLeft(pool: pg.Pool, max: number): Promise<number> {
  const clients = await Promise.all(Array.from({ length: max }, () => pool.connect()));
  const answers = await Promise.all(clients.map(isStillSomebody));
  if (answers.every((answer) => answer === "gone")) throw new Error("no connection outlived the storm");
  return answers.filter((answer) => answer === true).length;
}

/** One that the storm's last blow ended carries nobody any more: its end is only read with the next query. */
async function isStillSomebody(client: pg.PoolClient): Promise<boolean | "gone"> {
  try {
    const { rows } = await client.query<{ left: boolean }>(
      "select current_user <> 'atrium_app' or coalesce(current_setting('app.tenant_id', true), '') <> '' as left",
    );
    client.release();
    return rows[0]?.left ?? true;
  } catch (error) {
    client.release(true);
    if (error instanceof pg.DatabaseError && error.code === "57P01") return "gone";
    if (error instanceof Error && /Connection terminated/.test(error.message)) return "gone";
    throw error;
  }
}

/** Connections die and statements are cancelled while requests run. */
function disturbNowAndThen(superUrl: string): { stop: () => Promise<void> } {
  const client = new pg.Client({ connectionString: superUrl });
  const ready = client.connect();
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    const act = turn % 2 ? "pg_terminate_backend" : "pg_cancel_backend";
    client
      .query(
        `select ${act}(pid) from pg_stat_activity where usename = 'atrium_app' and datname = current_database() order by random() limit 1`,
      )
      .catch(() => undefined);
  }, 250);
  return {
    stop: async () => {
      clearInterval(timer);
      await ready;
      await client.end();
    },
  };
}

/** The well-known mistake: the context set on the session of a pooled connection, its reset forgotten on one path. */
async function runControl(pool: pg.Pool, tenants: string[], seed: number): Promise<number> {
  const random = seededRandom(seed);
  let leaks = 0;
  await inParallel(200, async () => {
    const tenantId = tenants[Math.floor(random() * tenants.length)] ?? "";
    await pool.query("select set_config('role', $1, false), set_config('app.tenant_id', $2, false)", [
      schemaName(tenantId),
      tenantId,
    ]);
    const { rows } = await pool.query<{ tenant_id: string }>("select tenant_id from shared.tenant_settings");
    if (rows.some((row) => row.tenant_id !== tenantId)) leaks += 1;
    await pool.query("reset role").catch(() => undefined);
  }).catch(() => undefined);
  await pool.end();
  return leaks;
}

async function inParallel(count: number, run: () => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      while (next < count) {
        next += 1;
        await run();
      }
    }),
  );
}
