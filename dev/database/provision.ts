import pg from "pg";

export const OWNER = "atrium_owner";
export const DATABASE = "atrium";

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the owner role when it is missing; sets its password every time, so that a lost file heals. */
export async function ensureOwner(superUrl: string, password: string): Promise<void> {
  await withClient(superUrl, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [OWNER]);
    const attributes = "LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS NOCREATEDB NOREPLICATION";
    const verb = found.rowCount === 0 ? "CREATE" : "ALTER";
    await client.query(`${verb} ROLE ${OWNER} ${attributes} PASSWORD ${client.escapeLiteral(password)}`);
  });
}

/**
 * Makes a database owned by the owner role, closed to everybody else: the migrations grant what
 * the other roles need. With a template, its grants are copied, which PostgreSQL does not do.
 */
export async function createDatabase(superUrl: string, name: string, template = "template0"): Promise<void> {
  const created = await withClient(superUrl, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount) return false;
    const id = client.escapeIdentifier(name);
    await client.query(`CREATE DATABASE ${id} OWNER ${OWNER} TEMPLATE ${client.escapeIdentifier(template)}`);
    await client.query(`REVOKE ALL ON DATABASE ${id} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${id} TO ${OWNER}`);
    if (template !== "template0") await copyGrants(client, template, name);
    return true;
  });
  if (!created || template !== "template0") return;
  await withClient(urlWithDatabase(superUrl, name), async (client) => {
    await client.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    await client.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${OWNER}`);
  });
}

async function copyGrants(client: pg.Client, from: string, to: string): Promise<void> {
  const grants = await client.query<{ role: string; privilege: string }>(
    `SELECT acl.grantee::regrole::text AS role, acl.privilege_type AS privilege
       FROM pg_database, aclexplode(datacl) acl WHERE datname = $1 AND acl.grantee <> 0`,
    [from],
  );
  for (const { role, privilege } of grants.rows) {
    await client.query(`GRANT ${privilege} ON DATABASE ${client.escapeIdentifier(to)} TO ${role}`);
  }
}

export function urlWithDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
