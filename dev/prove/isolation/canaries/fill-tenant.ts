import pg from "pg";
import { makeRow } from "./make-row";
import { readTables, type Table } from "./read-tables";
import { NO_TENANT_DATA, rowsOfTenant } from "./tenant-rows";

export type FilledTenant = {
  /** Tables that hold rows of the tenant now. */
  tables: string[];
  /** Tables that the suite could not put a row of the tenant into, or cannot tell whose rows are. */
  gaps: string[];
  /** Columns that carry the canary now. */
  canaryColumns: number;
  /** Ids of the tenant's rows: one for each table that has a uuid of its own. */
  ids: Record<string, string>;
};

export type FillOptions = {
  superUrl: string;
  tenant: { id: string; accountId: string; owner: { id: string } };
  canary: string;
  /** Also rows that change what the product does: for a database that no product runs on. */
  all?: boolean;
  /** Of a tenant in a cell of its own each database holds one part; both without it. */
  part?: "control" | "cell";
};

/** Rows here would change what the product does (sign-in, fences, the worker's ledger): digested, never made up. */
const NOT_MADE_UP =
  /^platform\.(users|accounts|tenants|credentials|totp_factors|recovery_codes|factor_attempts|passkeys|passkey_challenges|trusted_devices|factor_resets|auth_tokens|checkout_sessions|account_overrides|onboarding|reservations|identities|outbox)$/;
/** Codes, not words: another value would change what the row means. */
const CODE =
  /(^|_)(keys?|cell|locale|zone|slug|status|state|step|kind|type|role|method|meter|action|source|effect|feature|level|plan|currency|interval|theme|queue|sealed|hash|provider|version|mode|host|hostname|ring|purpose|email|path|url|checksum|digest|algorithm|kid|wrapped)$/;

/**
 * Gives a tenant a row in every table that can hold one and puts its canary into every free text it has. Everything
 * comes from the catalogue: a table nobody told this suite about is filled, or reported as a gap.
 */
export async function fillTenant(options: FillOptions): Promise<FilledTenant> {
  const db = new pg.Client({ connectionString: options.superUrl });
  await db.connect();
  try {
    const isOurs = ({ schema }: Table) =>
      !options.part || (schema === "platform") === (options.part === "control");
    const tables = (await readTables(db, options.tenant.id)).filter(isOurs);
    const gaps = await fillGaps(db, tables, options);
    const canaryColumns = await plantCanaries(db, tables, options);
    return { ...(await whatThereIs(db, tables, options)), gaps, canaryColumns };
  } finally {
    await db.end();
  }
}

/** The rows of a tenant in a cell of its own: the control plane's in one database, the rest in the other. */
export async function fillInCell(options: FillOptions & { cellUrl: string }): Promise<FilledTenant> {
  const { cellUrl, ...rest } = options;
  const control = await fillTenant({ ...rest, part: "control" });
  const cell = await fillTenant({ ...rest, superUrl: cellUrl, part: "cell" });
  return {
    tables: [...control.tables, ...cell.tables],
    gaps: [...control.gaps, ...cell.gaps],
    canaryColumns: control.canaryColumns + cell.canaryColumns,
    ids: { ...control.ids, ...cell.ids },
  };
}

/** A child may come before its parent in the alphabet: what fails is tried again while others succeed. */
async function fillGaps(
  db: pg.ClientBase,
  tables: readonly Table[],
  options: FillOptions,
): Promise<string[]> {
  let open = tables.filter(({ name }) => !Object.hasOwn(NO_TENANT_DATA, name));
  const lost = open.filter((table) => !rowsOfTenant(table, tables)).map(({ name }) => name);
  open = open.filter((table) => rowsOfTenant(table, tables));
  let reasons = new Map<string, string>();
  for (let before = -1; before !== open.length; ) {
    before = open.length;
    reasons = new Map();
    const still: Table[] = [];
    for (const table of open) {
      if ((await countRows(db, table, tables, options)) > 0) continue;
      if (NOT_MADE_UP.test(table.name) && !options.all) continue;
      const reason = await makeRow(db, table, tables, options);
      if (reason === null) continue;
      reasons.set(table.name, reason);
      still.push(table);
    }
    open = still;
  }
  return [
    ...lost.map((name) => `${name}: nothing leads to a tenant`),
    ...open.map(({ name }) => `${name}: ${reasons.get(name)}`),
  ];
}

async function countRows(
  db: pg.ClientBase,
  table: Table,
  tables: readonly Table[],
  options: FillOptions,
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from ${table.name} where ${rowsOfTenant(table, tables)} ${USE_BOTH}`,
    [options.tenant.id, options.tenant.accountId],
  );
  return rows[0]?.count ?? 0;
}

/** PostgreSQL wants every parameter used. */
const USE_BOTH = "and ($1::uuid is not null and $2::uuid is not null)";

async function plantCanaries(
  db: pg.ClientBase,
  tables: readonly Table[],
  options: FillOptions,
): Promise<number> {
  let planted = 0;
  await db.query("set session_replication_role = replica");
  for (const table of tables) {
    const condition = rowsOfTenant(table, tables);
    if (!condition || table.name === "platform.plans") continue;
    const keys = new Set([
      ...table.foreignKeys.flatMap(({ columns }) => columns),
      ...table.uniques.flatMap(({ columns }) => columns),
    ]);
    for (const { name, type, maxLength } of table.columns) {
      if (!/^(text|character varying)$/.test(type) || CODE.test(name) || keys.has(name)) continue;
      if (maxLength !== null && maxLength < options.canary.length) continue;
      const changed = await db
        .query(`update ${table.name} set ${name} = $3 where (${condition}) ${USE_BOTH}`, [
          options.tenant.id,
          options.tenant.accountId,
          options.canary,
        ])
        .catch(() => ({ rowCount: 0 }));
      if (changed.rowCount) planted += 1;
    }
  }
  await db.query("reset session_replication_role");
  return planted;
}

async function whatThereIs(db: pg.ClientBase, tables: readonly Table[], options: FillOptions) {
  const ids: Record<string, string> = {};
  const filled: string[] = [];
  for (const table of tables) {
    const condition = rowsOfTenant(table, tables);
    if (!condition || (await countRows(db, table, tables, options)) === 0) continue;
    filled.push(table.name);
    const key = table.uniques
      .find(({ primary }) => primary)
      ?.columns.findLast(
        (name) => name !== "tenant_id" && table.columns.some((c) => c.name === name && c.type === "uuid"),
      );
    if (!key) continue;
    const { rows } = await db.query<{ id: string }>(
      `select ${key}::text as id from ${table.name} where (${condition}) ${USE_BOTH} order by 1 limit 1`,
      [options.tenant.id, options.tenant.accountId],
    );
    // The schema's name holds the tenant: ids of all tenants get the same names.
    if (rows[0]) ids[table.name.replace(/^t_[0-9a-f]{32}/, "tenant")] = rows[0].id;
  }
  return { tables: filled, ids };
}
