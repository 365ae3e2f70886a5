import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { loadRoutes } from "@/lib/testing/load-routes";
import type { TestTenant, TestUser } from "@/lib/testing/make-tenant";
import { sampleBody } from "../../isolation/cases/sample-body";

/** Written by hand for A-12, apart from the product's own list: what changes in write mode. */
const WRITABLE = new Set([
  "POST /api/v1/agents",
  "PUT /api/v1/agents/{id}",
  "PUT /api/v1/agents/{id}/status",
  "PUT /api/v1/tenants/{id}",
  "PUT /api/v1/checklist",
  "POST /api/v1/branding/assets",
  "PUT /api/v1/branding/draft",
  "DELETE /api/v1/branding/draft",
  "POST /api/v1/branding/publications",
]);

/** Reads that no mode opens: money, exports of people's data, and what is the member's own. */
const SHUT_READS =
  /^\/api\/v1\/(billing|subscriptions|exports|passports|onboarding|operations|slugs|access\/(receipts|requests)|me\/|analytics\/spend|sso-connections\/\{id\}\/tests|tenants$)/;

export type Place = { tenant: TestTenant; member: TestUser };
export type Sweep = { attempts: number; mutating: number; found: string[] };

/**
 * Calls every route that a session can reach, with a body that fits, on the workspace's host. Found is whatever was not
 * refused and should have been, and whatever was refused that the mode opens.
 */
export async function sweepRoutes(
  { tenant, member }: Place,
  cookie: string,
  mode: "read" | "write",
  options: { onlyChanging?: boolean } = {},
): Promise<Sweep> {
  const sweep: Sweep = { attempts: 0, mutating: 0, found: [] };
  const { routes } = await loadRoutes();
  const known: Record<string, string> = { tenants: tenant.id, users: tenant.owner.id };
  for (const handler of routes) {
    const { spec } = handler;
    if (spec.auth === "public" || (options.onlyChanging && spec.method === "GET")) continue;
    const params = Object.fromEntries(
      [...spec.path.matchAll(/\/([a-z-]+)\/\{(\w+)\}/g)].map(([, folder = "", name = ""]) => [
        name,
        name === "slug" ? "proof" : (known[folder] ?? newId()),
      ]),
    );
    const body = spec.body ? sampleBody(spec.body, () => member.id) : undefined;
    const answer = await callRoute(handler, {
      slug: tenant.slug,
      cookie,
      params,
      ...(body !== undefined && { body }),
      headers: { "idempotency-key": newId() },
    });
    const name = `${spec.method} ${spec.path}`;
    const isRead = spec.method === "GET";
    sweep.attempts += 1;
    if (!isRead) sweep.mutating += 1;
    const isOpen = isRead
      ? spec.auth === "tenant" && !SHUT_READS.test(spec.path)
      : mode === "write" && WRITABLE.has(name);
    const isRefused = await wasRefused(answer, spec.auth === "staff");
    if (isRefused === isOpen && !(isRead && isOpen && answer.status === 403)) {
      sweep.found.push(`${name} in ${mode} mode was answered ${answer.status}`);
    }
  }
  return sweep;
}

/** By the support session's own rule, or because the address does not exist here (back-office). */
async function wasRefused(answer: Response, isStaffRoute: boolean): Promise<boolean> {
  if (isStaffRoute) return answer.status === 404;
  if (answer.status !== 403) return false;
  const { reason } = (await answer.json()) as { reason?: string };
  return reason?.startsWith("support_") ?? false;
}

/** What no support session may touch, as one text: equal before and after. */
export async function digestOf({ tenant, member }: Place): Promise<string> {
  const { rows } = await systemPool().query<{ digest: string }>(
    `select md5(concat_ws('|',
      (select string_agg(c::text, ',') from platform.credentials c where c.user_id = $2),
      (select string_agg(u::text, ',') from platform.users u where u.id = $2),
      (select count(*) from platform.passkeys where user_id = $2), (select count(*) from platform.totp_factors where user_id = $2),
      (select count(*) from platform.trusted_devices where user_id = $2), (select count(*) from platform.known_devices where user_id = $2),
      (select count(*) from platform.sessions where user_id = $2 and revoked_at is null and method not like 'support:%'),
      (select count(*) from platform.auth_tokens where user_id = $2),
      (select count(*) from platform.api_key_directory where tenant_id = $1),
      (select max(version) from platform.security_policies where tenant_id = $1),
      (select count(*) from platform.sso_connections where tenant_id = $1), (select count(*) from platform.sso_domains where tenant_id = $1),
      (select string_agg(t.status || t.slug || coalesce(t.delete_after::text, ''), ',') from platform.tenants t where t.id = $1),
      (select string_agg(b::text, ',' order by b.id) from shared.role_bindings b where b.tenant_id = $1),
      (select string_agg(r.id || r.name, ',' order by r.id) from shared.roles r where r.tenant_id = $1),
      (select string_agg(m.user_id || m.status, ',' order by m.user_id) from shared.memberships m where m.tenant_id = $1),
      (select count(*) from shared.invitations where tenant_id = $1), (select count(*) from shared.exports where tenant_id = $1),
      (select count(*) from platform.domains where tenant_id = $1), (select count(*) from platform.passport_exports where tenant_id = $1),
      (select count(*) from platform.checkout_sessions k join platform.tenants t on t.account_id = k.account_id where t.id = $1)
    )) as digest`,
    [tenant.id, member.id],
  );
  return rows[0]?.digest ?? "";
}
