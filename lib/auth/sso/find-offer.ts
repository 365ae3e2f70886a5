import "server-only";
import { rootUrl } from "@/lib/tenancy/hosts";
import { domainOf } from "@/lib/tenancy/policies/email-domain";
import { withSystem } from "@/lib/tenancy/with-system";

export type SsoOffer = { id: string; name: string; url: string };

type Found = { id: string; name: string; tenantName: string };
type Where = { email?: string | undefined; slug?: string | undefined; next?: string | undefined };

/**
 * The provider that an address's proved domain, or else a workspace's own sign-in page, leads to. It never asks whether
 * the address exists: only its domain counts.
 */
export async function findOffer(where: Where): Promise<SsoOffer | null> {
  const found = (await byDomain(where)) ?? (await bySlug(where));
  if (!found) return null;
  const query = new URLSearchParams({
    connection: found.id,
    ...(where.slug && { to: where.slug }),
    ...(where.email && { email: where.email }),
    ...(where.next && { next: where.next }),
  });
  return { id: found.id, name: found.name, url: rootUrl(`/api/auth-flows/sso/start?${query}`) };
}

async function byDomain({ email, slug }: Where): Promise<Found | null> {
  if (!email) return null;
  const rows = await withSystem(
    (tx) => tx.$queryRaw<Found[]>`
      select c.id::text, c.name::text, t.name::text as "tenantName" from platform.sso_domains d
      join platform.sso_connections c on c.tenant_id = d.tenant_id and c.id = d.connection_id and c.status = 'enabled'
      join platform.tenants t on t.id = c.tenant_id and t.status <> 'erased'
      where d.domain = ${domainOf(email)} and d.status in ('verified', 'failing')
        and (${slug ?? null}::text is null or t.slug = ${slug ?? null})
      limit 1`,
  );
  return rows[0] ?? null;
}

/** A workspace's own door shows its provider to everybody: guests have no address of its domain. */
async function bySlug({ slug }: Where): Promise<Found | null> {
  if (!slug) return null;
  const rows = await withSystem(
    (tx) => tx.$queryRaw<Found[]>`
      select c.id::text, c.name::text, t.name::text as "tenantName" from platform.sso_connections c
      join platform.tenants t on t.id = c.tenant_id and t.status <> 'erased'
      where t.slug = ${slug} and c.status = 'enabled' order by c.enabled_at limit 1`,
  );
  return rows[0] ?? null;
}
