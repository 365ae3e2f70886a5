import { createHash } from "node:crypto";
import pg from "pg";
import { cookieFor } from "../../dev/prove/isolation/world";
import type { BenchTenant } from "./world";

/** One workspace that the product made, as rows; others are printed from it. */
export type Template = {
  tenant: { id: string; accountId: string; slug: string };
  owner: { id: string; mailbox: string };
  keyId: string;
  keyHash: string;
  /** Ids that every workspace refers to and that stay what they are. */
  shared: ReadonlySet<string>;
  rows: readonly TableRows[];
};
export type Stamped = { n: number; slug: string; mailbox: string; cell: string };

type TableRows = { schema: string; name: string; columns: string; rows: string[] };

/** What a workspace's history or its queue holds is not copied: nothing that is measured reads it. */
const LEFT_OUT =
  /^(outbox|operations|operation_steps|onboarding|sessions|platform_events|domain_events|audit_|tenant_key|rate_|limit_reservations|usage_event|usage_metrics|api_requests|reservations|member_activity|cell_outbox|directory_applied|idempotency)/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** As many as the owner's pool of one cell has connections. */
const LANES = 3;
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Reads every row that names the template's tenant, account or owner, and its own schema. */
export async function readTemplate(
  superUser: pg.ClientBase,
  made: Omit<Template, "rows" | "keyHash">,
): Promise<Template> {
  const own = schemaOf(made.tenant.id);
  const { rows: tables } = await superUser.query<{ schema: string; name: string; columns: string }>(
    `select n.nspname as schema, c.relname as name,
       (select string_agg(quote_ident(a.attname), ', ') from pg_attribute a where a.attrelid = c.oid
         and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('platform', 'shared', $1) and c.relkind in ('r', 'p') and not c.relispartition order by 1, 2`,
    [own],
  );
  const found: TableRows[] = [];
  for (const table of tables.filter(({ name }) => !LEFT_OUT.test(name))) {
    const { rows } = await superUser.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table.schema}.${table.name} t
       where $1 or to_jsonb(t)::text ~ $2`,
      [table.schema === own, [made.tenant.id, made.tenant.accountId, made.owner.id].join("|")],
    );
    if (rows.length > 0) found.push({ ...table, rows: rows.map(({ row }) => row) });
  }
  const { rows: keys } = await superUser.query<{ hash: string }>(
    "select encode(secret_hash, 'hex') as hash from platform.api_key_directory where key_id = $1",
    [made.keyId],
  );
  return { ...made, keyHash: keys[0]?.hash ?? "", rows: found };
}

/**
 * Prints workspaces: their rows in one statement a table, their schemas through the product's own migrations.
 * @param clients superuser's connections to the control plane ("main") and to the cells
 */
export async function stampBatch(
  template: Template,
  batch: readonly Stamped[],
  clients: ReadonlyMap<string, pg.ClientBase>,
  port: string,
): Promise<BenchTenant[]> {
  const { makeKeyText } = await import("@/lib/access/api-keys/key-text");
  const { hashToken } = await import("@/lib/infra/tokens");
  const prints = batch.map((one) => {
    const key = makeKeyText();
    const words: [string, string][] = [
      [template.tenant.slug, one.slug],
      [template.owner.mailbox, one.mailbox],
      [template.keyId, key.keyId],
      [template.keyHash, hashToken(key.secret).toString("hex")],
      ['"cell": "main"', `"cell": "${one.cell}"`],
    ];
    const print = (text: string) =>
      words
        .reduce((result, [from, to]) => result.replaceAll(from, to), text)
        .replace(UUID, (id) => idOf(template, id, one.n));
    return { ...one, key: key.text, print };
  });
  const own = schemaOf(template.tenant.id);
  for (const table of template.rows.filter(({ schema }) => schema !== own)) {
    for (const [cell, client] of clients) {
      // The control plane's rows are in the main cell, whatever cell the workspace is in.
      const here = prints.filter((one) =>
        table.schema === "platform" ? cell === "main" : one.cell === cell,
      );
      await insert(
        client,
        table,
        here.flatMap(({ print }) => table.rows.map(print)),
      );
    }
  }
  const { withOwner } = await import("@/lib/infra/database/with-owner");
  const { ensureTenantSchema } = await import("@/lib/tenancy/ensure-tenant-schema");
  const { readMigrations } = await import("@/lib/tenancy/run-migrations");
  const migrations = readMigrations("tenant");
  const queue = [...prints];
  const lane = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const { cell, n } = one;
      await withOwner(cell, (owner) =>
        ensureTenantSchema(owner, idOf(template, template.tenant.id, n), migrations),
      );
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const made: BenchTenant[] = [];
  for (const { cell, slug, mailbox, key, n, print } of prints) {
    const id = idOf(template, template.tenant.id, n);
    const client = clients.get(cell);
    for (const table of template.rows.filter(({ schema }) => schema === own)) {
      if (client) await insert(client, { ...table, schema: schemaOf(id) }, table.rows.map(print));
    }
    const host = `${slug}.atrium.localhost:${port}`;
    const user = { id: idOf(template, template.owner.id, n), email: `${mailbox}@bench.example`, name: slug };
    const cookie = (await cookieFor({ name: "owner", user }, host)) ?? "";
    made.push({ id, cell, host, email: user.email, cookie, key });
  }
  return made;
}

async function insert(client: pg.ClientBase, table: TableRows, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return;
  const { schema, name, columns } = table;
  await client.query(
    `insert into ${schema}.${name} (${columns})
     select ${columns} from jsonb_populate_recordset(null::${schema}.${name}, $1::jsonb)`,
    [`[${rows.join(",")}]`],
  );
}

const schemaOf = (id: string) => `t_${id.replaceAll("-", "")}`;

/** The n-th workspace's id for an id of the template: as old as that one, and the same at every call. */
function idOf({ shared }: Template, id: string, n: number): string {
  if (id === NOBODY || shared.has(id)) return id;
  const hash = createHash("md5").update(`${n}:${id}`).digest("hex");
  return `${id.slice(0, 13)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

/** A superuser's connection for every cell; foreign keys and triggers rest, for the rows are whole already. */
export async function openServers(urls: Record<string, string>): Promise<Map<string, pg.Client>> {
  const clients = new Map<string, pg.Client>();
  for (const [cell, connectionString] of Object.entries(urls)) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query("set session_replication_role = replica");
    clients.set(cell, client);
  }
  return clients;
}
