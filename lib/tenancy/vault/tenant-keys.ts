import "server-only";
import { randomBytes } from "node:crypto";
import { admissionPool } from "@/lib/infra/database/pools";
import { type KeyWrapper, localKeyWrapper } from "@/lib/infra/keyring";
import { EnvelopeError } from "./envelope";

const TTL_MS = 30_000;
const MAX_TENANTS = 500;
const KEY_BYTES = 32;

/** How long a process may go on using a key it has read: rotation destroys an old one only after that. */
export const KEY_CACHE_MS = TTL_MS;

type KeyRow = { generation: number; state: string; kek_kid: string; wrapped: string | null };
type Entry = {
  current: number | null;
  newest: number;
  keys: Map<number, Buffer>;
  destroyed: Set<number>;
  wiped: boolean;
};
type UsableKey = { key: Buffer; generation: number };

const cache = new Map<string, Entry>();
const loading = new Map<string, Promise<Entry>>();

/**
 * Gives `use` the tenant's current key, or the key of `generation`. The key is valid during the call only: it is wiped
 * from memory soon after. A tenant without a key gets its first one.
 * @throws EnvelopeError key_destroyed, unknown_key
 */
export async function withTenantKey<T>(
  tenantId: string,
  generation: number | null,
  use: (key: UsableKey) => T,
): Promise<T> {
  const id = tenantId.toLowerCase();
  const known = cache.get(id);
  const found = known && pick(known, generation);
  if (found) return use(found);
  // Nothing in memory, or a key made since: the store knows. A load that began before this call may miss a key.
  const joined = loading.get(id);
  let entry = await (joined ?? loadOnce(id));
  if (joined && !pick(entry, generation)) entry = await load(id);
  if (generation === null && entry.current === null) {
    await addFirstKey(id, entry);
    entry = await load(id);
  }
  // No await from here on: nothing may wipe the key between finding and using it.
  const fresh = pick(entry, generation);
  if (fresh) return use(fresh);
  if (entry.wiped) return withTenantKey(tenantId, generation, use);
  const gone = generation === null || entry.destroyed.has(generation);
  throw new EnvelopeError(gone ? "key_destroyed" : "unknown_key");
}

/** Forgets keys that this process holds; all of them without a tenant. */
export function forgetTenantKeys(tenantId?: string): void {
  for (const id of tenantId ? [tenantId.toLowerCase()] : [...cache.keys()]) wipe(id);
}

/** What binds a wrapped key to its owner. */
export function wrapContext(tenantId: string, generation: number): string {
  return `tenant_keys|wrapped|${tenantId.toLowerCase()}|${generation}`;
}

/** A new data key for a tenant, wrapped. */
export async function newTenantKey(
  tenantId: string,
  generation: number,
  wrapper: KeyWrapper = localKeyWrapper(),
): Promise<{ kid: string; wrapped: string }> {
  const key = randomBytes(KEY_BYTES);
  try {
    return await wrapper.wrap(key, wrapContext(tenantId, generation));
  } finally {
    key.fill(0);
  }
}

function pick(entry: Entry, generation: number | null): UsableKey | null {
  const wanted = generation ?? entry.current;
  const key = wanted === null || entry.wiped ? undefined : entry.keys.get(wanted);
  return key && wanted !== null ? { key, generation: wanted } : null;
}

function loadOnce(tenantId: string): Promise<Entry> {
  const started = load(tenantId).finally(() => loading.delete(tenantId));
  loading.set(tenantId, started);
  return started;
}

async function load(tenantId: string): Promise<Entry> {
  const rows = await readRows(tenantId);
  const wrapper = localKeyWrapper();
  const keys = new Map<number, Buffer>();
  for (const { generation, kek_kid, wrapped } of rows) {
    if (wrapped)
      keys.set(generation, await wrapper.unwrap(kek_kid, wrapped, wrapContext(tenantId, generation)));
  }
  const entry: Entry = {
    current: rows.find((row) => row.state === "current")?.generation ?? null,
    newest: Math.max(0, ...rows.map((row) => row.generation)),
    keys,
    destroyed: new Set(rows.filter((row) => row.state === "destroyed").map((row) => row.generation)),
    wiped: false,
  };
  keep(tenantId, entry);
  return entry;
}

// The admission role's connections serve one flight at a time and wait for nobody: an open transaction of another
// role can ask here without holding two connections of one pool.
async function readRows(tenantId: string): Promise<KeyRow[]> {
  const { rows } = await admissionPool().query<KeyRow>({
    name: "tenant-keys",
    text: "select generation, state, kek_kid, wrapped from platform.tenant_keys_of($1)",
    values: [tenantId],
  });
  return rows;
}

async function addFirstKey(tenantId: string, { newest }: Entry): Promise<void> {
  const generation = newest + 1;
  const { kid, wrapped } = await newTenantKey(tenantId, generation);
  await admissionPool().query({
    name: "add-tenant-key",
    text: "select platform.add_tenant_key($1, $2, $3, $4)",
    values: [tenantId, generation, kid, wrapped],
  });
}

function keep(tenantId: string, entry: Entry): void {
  wipe(tenantId);
  cache.set(tenantId, entry);
  const oldest = cache.keys().next().value;
  if (cache.size > MAX_TENANTS && oldest !== undefined) wipe(oldest);
  setTimeout(() => {
    if (cache.get(tenantId) === entry) wipe(tenantId);
  }, TTL_MS).unref();
}

function wipe(tenantId: string): void {
  const entry = cache.get(tenantId);
  if (!entry) return;
  cache.delete(tenantId);
  entry.wiped = true;
  for (const key of entry.keys.values()) key.fill(0);
}
