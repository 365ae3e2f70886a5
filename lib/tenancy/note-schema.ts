import "server-only";
import type pg from "pg";

/**
 * PostgreSQL keeps in a connection's memory what it has read of the catalogue: 0.16 MB for a tenant whose every table
 * was used (measured, `npm run bench:tenants`). So many tenants stay below 64 MB.
 */
const MAX_SCHEMAS = 350;

const seen = new WeakMap<pg.PoolClient, Set<string>>();

/** Remembers that a lent connection works in a tenant's schema; one that has seen enough ends with this use. */
export function noteSchema(client: pg.PoolClient, schema: string): void {
  const schemas = seen.get(client) ?? new Set<string>();
  seen.set(client, schemas.add(schema));
  if (schemas.size >= MAX_SCHEMAS) endWithThisUse(client);
}

/** The pool gives every use a `release` of its own; this one's closes the connection. */
export function endWithThisUse(client: pg.PoolClient): void {
  const release = client.release.bind(client);
  client.release = (error) => release(error ?? true);
}
