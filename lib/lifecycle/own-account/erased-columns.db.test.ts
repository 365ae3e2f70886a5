import { expect, test } from "vitest";
import { ownerPool } from "@/lib/infra/database/pools";

/** Kinds, codes, ids, secrets and names of things: no person stands there. A column that is none of these is looked at. */
const MACHINE =
  /(^|_)(status|state|kind|type|code|key|keys|id|ids|hash|token|salt|sealed|slug|locale|role|roles|meter|feature|level|source|currency|interval|method|route|cell|plan|plans|purpose|zone|theme|format|start|display|scopes|allow|frequency|effect|scope|risk|resource|action|result|outcome|priority|fingerprint|preset|domain|domains|hostname|challenge|transports|ticket|mode|four|subject|failures|wrapped|kid|certificate|number|url|factor|step|next|target|author|sha256|queue|version|error|policy|group|groups|attributes|audience|mark)$/;
/** Deleted with the person, in erase-person.ts or by a foreign key to what is. */
const GOES = new Set(
  "auth_tokens avatars credentials email_changes identities known_devices onboarding own_receipts passkeys recovery_codes sessions sign_ups sso_identities totp_factors trusted_devices scim_users scim_tombstones membership_requests".split(
    " ",
  ),
);
/** Replaced by name in forget_person() or erase-person.ts. */
const REPLACED = new Set([
  ...["platform.accounts.name", "platform.accounts.billing_email", "platform.api_key_directory.last_used_ip"],
  ...["platform.operations.input", "platform.tenant_reviews.ip", "platform.support_sessions.ip"],
  ...["platform.users.email", "platform.users.first_name", "platform.users.last_name"],
  ...["actor_label", "target_label", "before", "after", "ip", "user_agent"].flatMap((column) => [
    `platform.platform_events.${column}`,
    `shared.domain_events.${column}`,
  ]),
  ...["platform.platform_events.reason", "shared.access_requests.note"],
  ...["email", "invitee_name", "bounce_reason"].map((column) => `shared.invitations.${column}`),
  ...["shared.invitation_batch_rows.email", "shared.invitation_batch_rows.name"],
  ...["email", "first_name", "last_name"].map((column) => `shared.memberships.${column}`),
  ...["resource_label", "summary", "detail"].map((column) => `shared.scim_events.${column}`),
]);
/** Left as it is, and why. */
const LEFT: Readonly<Record<string, string>> = {
  "platform.account_overrides.reason": "our staff's reason for a contract",
  "platform.account_placements.reason": "our staff's reason for a place",
  "platform.cell_outbox.payload":
    "on its way; names to come are deleted first, acts are delivered within minutes",
  "platform.cells.name": "a database",
  "platform.feature_flags.reason": "about a feature",
  "platform.outbox.payload": "sealed, and wiped within a week",
  "platform.operation_steps.name": "a step of the product",
  "platform.plans.name": "a plan",
  "platform.roll_ups.name": "a job",
  "platform.scim_tokens.last_used_ip": "a directory's address",
  "platform.settings.value": "the installation's",
  "platform.signing_keys.public_key": "the installation's",
  "platform.signing_keys.label": "a key",
  "platform.sso_connections.name": "a provider",
  "platform.sso_connections.settings": "a provider",
  "platform.stripe_events.payload": "bookkeeping, kept for the legal term",
  "platform.subscriptions.cancel_reason": "a fixed choice",
  "platform.support_requests.reason": "our staff's words about the workspace",
  "platform.support_sessions.reason": "our staff's words about the workspace",
  "platform.support_sessions.end_reason": "a fixed choice",
  "shared.invitation_batch_rows.reason": "an error's code",
  "platform.tenant_review_messages.body": "a conversation about the workspace, deleted with it",
  "platform.tenant_reviews.name": "the workspace",
  "platform.tenant_reviews.reason": "our staff's words about the workspace",
  "platform.tenants.name": "the workspace",
  "platform.tenants.status_reason": "a fixed choice",
  "shared.access_receipts.reason": "a fixed choice",
  "shared.access_receipts.message": "the product's sentence about a rule",
  "shared.api_keys.name": "a key, named by its workspace",
  "shared.brand_assets.bytes": "the workspace's logo",
  "shared.branding_drafts.settings": "the workspace's",
  "shared.branding_versions.settings": "the workspace's",
  "shared.roles.name": "a role",
  "shared.roles.description": "a role",
  "shared.scim_events.path": "a resource's path, without its query",
  "shared.scim_events.ip": "a directory's address",
  "shared.scim_events.user_agent": "a directory's program",
  "shared.scim_groups.display_name": "a group",
  "shared.service_accounts.name": "a program's account",
  "shared.service_accounts.description": "a program's account",
  "shared.teams.name": "a team's words",
  "shared.teams.description": "a team's words",
  "shared.tenant_settings.checklist": "the workspace's",
  "shared.usage_events.dims": "figures",
};

test("every column that may name a person is erased, or on a list with its reason", async () => {
  const { rows } = await ownerPool().query<{ place: string; name: string; paired: boolean; table: string }>(
    `select format('%s.%s.%s', s.nspname, c.relname, a.attname) as place, a.attname as name, c.relname as "table",
       a.attname ~ '_(name|email|label)$' and exists (
         select 1 from pg_attribute i where i.attrelid = c.oid and i.atttypid = 'uuid'::regtype and i.attname in (
           regexp_replace(a.attname, '_(name|email|label)$', ''),
           regexp_replace(a.attname, '_(name|email|label)$', '') || '_id')) as paired
     from pg_class c join pg_namespace s on s.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where s.nspname in ('platform', 'shared') and c.relkind in ('r', 'p') and not c.relispartition
       and a.atttypid::regtype::text in ('text', 'character varying', 'jsonb', 'json', 'inet', 'bytea')
     order by 1`,
  );
  expect(rows.length).toBeGreaterThan(250);
  const open = rows.filter(
    ({ place, name, paired, table }) =>
      !paired && !MACHINE.test(name) && !GOES.has(table) && !REPLACED.has(place) && !(place in LEFT),
  );
  expect(open.map(({ place }) => place)).toEqual([]);
  const places = new Set(rows.map(({ place }) => place));
  expect([...REPLACED, ...Object.keys(LEFT)].filter((place) => !places.has(place))).toEqual([]);
});
