import type pg from "pg";
import { lookUpInvitation } from "@/lib/access/invitations/answer/look-up-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { removeMember } from "@/lib/access/members/remove-member";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { listAgentActivity } from "@/lib/agents/list-agent-activity";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { env } from "@/lib/infra/env";
import { addDomain } from "@/lib/lifecycle/domains/add-domain";
import { reverifyDomains } from "@/lib/lifecycle/domains/reverify-domains";
import { expireExports } from "@/lib/lifecycle/exports/expire-exports";
import { failExport, makeExport } from "@/lib/lifecycle/exports/make-export";
import { listFeatures } from "@/lib/lifecycle/features/list-features";
import { getOverview } from "@/lib/lifecycle/get-overview";
import { listSlugs } from "@/lib/lifecycle/slugs/list-slugs";
import { renameTenant } from "@/lib/lifecycle/slugs/rename-tenant";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { saveIntegration } from "@/lib/notifications/integrations/save-integration";
import { openJob } from "@/lib/notifications/open-job";
import { startDns } from "@/lib/testing/dns-server";
import { makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { BRANDING_SCENARIOS } from "./branding-scenarios";

/** Two fresh tenants: what `own` does must neither see nor change what is the other's. */
export type Place = {
  own: TestTenant;
  other: TestTenant;
  ctx: TenantContext;
  db: pg.Client;
  /** From here on nothing of the other tenant may change. */
  arranged: () => Promise<void>;
};
export type Scenario = (place: Place) => Promise<unknown>;

/** Work that no request with one id reaches: jobs, chains of calls, rows of two tenants that look the same. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...BRANDING_SCENARIOS,

  "a workspace is erased": async ({ own, db }) => {
    await db.query(
      "update platform.tenants set status = 'offboarding', delete_after = now() - interval '1 hour' where id = $1",
      [own.id],
    );
    return (await eraseTenant(own.id)) !== null;
  },

  "a claimed name is claimed by another": async ({ other, ctx, db, arranged }) => {
    const hostname = `portal-${newId().slice(-12)}.ontwerpers.nl`;
    await db.query("update platform.domains set hostname = $2 where tenant_id = $1", [other.id, hostname]);
    await arranged();
    return (await addDomain(ctx, { hostname })).status;
  },

  "a proved name lost its record": async ({ own, db }) => {
    const dns = await startDns();
    env().DNS_SERVERS.push(dns.address);
    try {
      await db.query(
        `insert into platform.domains (id, tenant_id, hostname, token, status, verified_at, last_checked_at)
         values ($1, $2, $3, 'token', 'verified', now(), now() - interval '2 days')`,
        [newId(), own.id, `portal-${newId().slice(-12)}.ontwerpers.nl`],
      );
      await reverifyDomains();
      const { rows } = await db.query(
        `select d.status, (select count(*)::int from shared.domain_events e where e.tenant_id = d.tenant_id) as told
         from platform.domains d where tenant_id = $1`,
        [own.id],
      );
      return rows;
    } finally {
      env().DNS_SERVERS.length = 0;
      await dns.close();
    }
  },

  "mail is sent in the name of another's domain": async ({ other, ctx, db }) => {
    const hostname = `portal-${newId().slice(-12)}.ontwerpers.nl`;
    await db.query(
      "update platform.domains set hostname = $2, status = 'verified', verified_at = now() where tenant_id = $1",
      [other.id, hostname],
    );
    const config = {
      host: "127.0.0.1",
      port: 2525,
      user: "proof",
      from: `proof@${hostname}`,
      from_name: "Proof",
    };
    await saveIntegration(ctx, "smtp", { enabled: true, config, secret: "a-secret-of-the-proof" });
  },

  "an export's days are over": async ({ own, other, db, arranged }) => {
    const id = await twoExports(db, own, other, "ready");
    await db.query("update shared.exports set expires_at = now() - interval '1 day' where tenant_id = $1", [
      own.id,
    ]);
    await arranged();
    await expireExports();
    return exportState(db, own, id);
  },

  "an export is made": async ({ own, other, db, arranged }) => {
    const id = await twoExports(db, own, other, "queued");
    await arranged();
    await makeExport({ tenantId: own.id, exportId: id, email: null, locale: "en" });
    return exportState(db, own, id);
  },

  "an export is given up": async ({ own, other, db, arranged }) => {
    const id = await twoExports(db, own, other, "queued");
    await arranged();
    await failExport({ tenantId: own.id, exportId: id, email: null, locale: "en" });
    return exportState(db, own, id);
  },

  "another's switches": async ({ other, ctx, db }) => {
    await db.query("delete from platform.tenant_features where tenant_id = $1", [other.id]);
    await db.query(
      "insert into platform.tenant_features (tenant_id, feature, enabled, changed_by_name) values ($1, 'usage_export', false, 'them')",
      [other.id],
    );
    const { data } = await listFeatures(ctx);
    return data.map(({ feature, changed_by }) => [feature, changed_by]);
  },

  "the first page of an empty workspace": async ({ ctx }) => {
    const { usage: _usage, activity, ...counts } = await getOverview(ctx);
    return { ...counts, activity: activity?.length };
  },

  "former addresses": async ({ own, ctx }) => (await listSlugs(ctx, own.id)).former.length,

  "an address in another's quarantine": async ({ own, other, ctx, db, arranged }) => {
    const [slug = ""] = await quarantine(db, other, 1);
    await arranged();
    return (await renameTenant(ctx, own.id, { slug })).slug === slug;
  },

  "another was renamed often": async ({ own, other, ctx, db, arranged }) => {
    await quarantine(db, other, 6);
    await arranged();
    const slug = `n-${newId().slice(-12)}`;
    return (await renameTenant(ctx, own.id, { slug })).slug === slug;
  },

  "somebody is invited who is known elsewhere": async ({ own, other, ctx, db, arranged }) => {
    const email = await memberOf(other);
    await inviteElsewhere(db, other, email, "1 day");
    await arranged();
    const first = await invite(ctx, email);
    const second = await invite(ctx, email);
    const { rows } = await db.query<{ id: string }>(
      "select id from shared.invitations where tenant_id = $1",
      [own.id],
    );
    return [first?.result, second?.result, second?.invitation_id === rows[0]?.id];
  },

  "somebody's invitation elsewhere has run out": async ({ other, ctx, db, arranged }) => {
    const email = `p-${newId().slice(-12)}@example.test`;
    await inviteElsewhere(db, other, email, "-1 day");
    await arranged();
    return (await invite(ctx, email))?.result;
  },

  "an invitation is read by a member of another": async ({ own, other, ctx, db }) => {
    await invite(ctx, `p-${newId().slice(-12)}@example.test`);
    const { rows } = await db.query<{ id: string; payload: string; tenantId: string }>(
      `select id, payload, tenant_id as "tenantId" from platform.outbox where tenant_id = $1 and queue = 'mail'`,
      [own.id],
    );
    const letters = await Promise.all(
      rows.map(async (row) => (await openJob(row)) as { data: { url?: string } }),
    );
    const url = letters.find(({ data }) => data.url)?.data.url ?? "";
    const { viewer } = await lookUpInvitation(new URL(url).hash.slice(1), makeUserContext(other.owner).actor);
    return viewer?.is_member;
  },

  "a member of two leaves one": async ({ own, other, ctx, arranged }) => {
    const person = await makeUser();
    await addMember(own, person, "viewer");
    await addMember(other, person, "viewer");
    await arranged();
    return removeMember(ctx, person.id);
  },

  "what was done to another's agent": async ({ other, ctx, db }) => {
    const id = newId();
    await db.query(
      `insert into shared.domain_events (tenant_id, id, action, actor_type, actor_label, target_type, target_id, target_label, request_id)
       values ($1, $2, 'agent.created', 'system', 'them', 'agent', $3, 'theirs', 'proof')`,
      [other.id, newId(), id],
    );
    return (await listAgentActivity(ctx, id)).length;
  },

  "whom to tell": async ({ own, other, db }) => {
    // A person who administers one workspace and merely belongs to the other must not be taken for its admin.
    await addMember(own, other.owner, "viewer");
    await addMember(other, own.owner, "viewer");
    await db.query("update shared.memberships set email = $2 where tenant_id = $1 and user_id = $3", [
      other.id,
      `elsewhere-${newId().slice(-12)}@example.test`,
      own.owner.id,
    ]);
    const admins = await listAdmins(own.id);
    return admins.map(({ email }) => email === own.owner.email);
  },
};

/** The same id in two tenants: the key is (tenant, id), so nothing forbids it. */
async function twoExports(db: pg.Client, own: TestTenant, other: TestTenant, state: string): Promise<string> {
  const id = newId();
  await db.query("delete from shared.exports where tenant_id = $1", [other.id]);
  for (const tenant of [own, other])
    await db.query(
      "insert into shared.exports (tenant_id, id, state, expires_at, updated_at) values ($1, $2, $3, now() + interval '1 day', now())",
      [tenant.id, id, state],
    );
  return id;
}

async function exportState(db: pg.Client, tenant: TestTenant, id: string): Promise<unknown> {
  const { rows } = await db.query("select state from shared.exports where tenant_id = $1 and id = $2", [
    tenant.id,
    id,
  ]);
  return rows;
}

async function quarantine(db: pg.Client, tenant: TestTenant, count: number): Promise<string[]> {
  const slugs = Array.from({ length: count }, () => `q-${newId().slice(-12)}`);
  for (const slug of slugs)
    await db.query(
      "insert into platform.tenant_slugs (slug, tenant_id, redirect_until, quarantined_until) values ($1, $2, now() + interval '1 day', now() + interval '2 days')",
      [slug, tenant.id],
    );
  return slugs;
}

async function memberOf(tenant: TestTenant): Promise<string> {
  const person = await makeUser();
  await addMember(tenant, person, "viewer");
  return person.email;
}

async function inviteElsewhere(
  db: pg.Client,
  tenant: TestTenant,
  email: string,
  left: string,
): Promise<void> {
  await db.query(
    `insert into shared.invitations (tenant_id, id, email, role_id, token_hash, invited_by, invited_by_name, expires_at)
     select $1, $2, $3, r.id, sha256(gen_random_uuid()::text::bytea), $4, 'them', now() + $5::interval
     from shared.roles r where r.tenant_id = $1 and r.system_key = 'viewer'`,
    [tenant.id, newId(), email, tenant.owner.id, left],
  );
}

async function invite(ctx: TenantContext, email: string) {
  const { data } = await inviteMembers(ctx, { invitations: [{ email, role: "viewer" }] });
  return data[0];
}
