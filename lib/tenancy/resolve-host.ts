import "server-only";
import { isRolledOutTo } from "@/lib/core/rollout";
import { readerPool } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { type HostKind, onHost, parseHost } from "./hosts";

export type ResolvedHost =
  | Exclude<HostKind, { kind: "tenant" }>
  /** `domain`: the tenant's own name, when it was called by that. */
  | { kind: "tenant"; slug: string; domain: string | null };

const HOSTNAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const FOUND_TTL_MS = 15_000;
const MISSING_TTL_MS = 5_000;
const MAX_ENTRIES = 2_000;
/** Look-ups at once: a flood of made-up names must not take the pool from everybody else. */
const MAX_LOOKUPS = 8;

const known = new Map<string, { slug: string | null; until: number }>();
let lookups = 0;

/**
 * Which part of the product a Host header names, verified domains of tenants included. The answer for those may be
 * seconds old: it says where to look, and membership is checked there.
 */
export async function resolveHost(host: string | null): Promise<ResolvedHost> {
  const parsed = parseHost(host);
  if (parsed.kind === "tenant") return { ...parsed, domain: null };
  if (parsed.kind !== "unknown") return parsed;
  const domain = domainName(host ?? "");
  const slug = domain && (await tenantOfDomain(domain));
  return domain && slug ? { kind: "tenant", slug, domain } : { kind: "unknown" };
}

/** Slug of the tenant that proved this name; null for a name that nobody proved. */
export async function tenantOfDomain(domain: string): Promise<string | null> {
  if (!HOSTNAME.test(domain)) return null;
  const cached = known.get(domain);
  if (cached && cached.until > Date.now()) return cached.slug;
  if (lookups >= MAX_LOOKUPS) return cached?.slug ?? null;
  lookups += 1;
  try {
    const slug = await lookUp(domain);
    if (known.size >= MAX_ENTRIES) known.clear();
    known.set(domain, { slug, until: Date.now() + (slug ? FOUND_TTL_MS : MISSING_TTL_MS) });
    return slug;
  } finally {
    lookups -= 1;
  }
}

type Found = { slug: string; tenant_id: string; rollout: number | null };

/** Plan and switches are judged by the database; which tenants a roll-out reaches is this program's to say. */
async function lookUp(domain: string): Promise<string | null> {
  const { rows } = await readerPool().query<Found>({
    name: "tenant-of-domain",
    text: `select d.slug, r.tenant_id::text,
        (platform.tenant_extras(r.tenant_id) #>> '{flags,custom_domains,rollout}')::int as rollout
      from platform.tenant_of_domain($1) as d (slug) cross join lateral platform.request_context(d.slug, null) r
      where d.slug is not null`,
    values: [domain],
  });
  const [row] = rows;
  return row && isRolledOutTo("custom_domains", row.tenant_id, row.rollout ?? 100) ? row.slug : null;
}

/** Forgets what was remembered of a name, in this process, after its state changed. */
export function forgetDomain(domain: string): void {
  known.delete(domain);
}

/** Absolute address on a tenant's own name; scheme and port are the installation's. */
export function domainUrl(domain: string, path = "/"): string {
  const base = new URL(env().ATRIUM_ROOT_URL);
  base.hostname = domain;
  return onHost(base, path);
}

/** The name in a Host header whose port is ours; another port is another server. */
function domainName(host: string): string | null {
  const [name = "", port = ""] = host.toLowerCase().split(":");
  return port === new URL(env().ATRIUM_ROOT_URL).port && HOSTNAME.test(name) ? name : null;
}
