import "server-only";
import type pg from "pg";
import { SYSTEM_ROLE_KEYS, SYSTEM_ROLES } from "@/lib/access/permissions";
import { recordEvent } from "@/lib/audit/record-event";
import type { UserActor } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";
import type { User } from "@/lib/infra/prisma/generated/client";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { inCell } from "@/lib/tenancy/cells/with-cell";
import { ensureTenantSchema } from "@/lib/tenancy/ensure-tenant-schema";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import { changeStatus } from "@/lib/tenancy/status/change-status";
import { ensureTenantKey } from "@/lib/tenancy/vault/ensure-tenant-key";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { ProvisioningInput } from "./input";
import type { Step, StepFacts } from "./step";

/** The steps of the worker; "reserve" was taken by createTenant(). Order and names are PROVISIONING_STEPS. */
export const STEPS: readonly Step[] = [
  { name: "rows", kind: "transaction", run: addRows },
  { name: "schema", kind: "repeatable", run: makeSchema },
  { name: "defaults", kind: "transaction", run: addDefaults },
  { name: "billing", kind: "transaction", run: askForCustomer },
  { name: "open", kind: "transaction", run: openTenant },
];

/** The tenant's stub in its cell, which every row of the tenant plane points at. */
async function addRows(tx: SystemTx, { input }: StepFacts): Promise<void> {
  const { tenantId, slug } = input;
  await inCell(
    tx,
    input.cell,
    (cell) => cell.$executeRaw`
      with stub as (
        insert into shared.tenants (tenant_id, slug) values (${tenantId}::uuid, ${slug}) on conflict do nothing)
      insert into shared.tenant_settings (tenant_id) values (${tenantId}::uuid) on conflict do nothing`,
  );
}

async function makeSchema({ input, owner }: StepFacts): Promise<void> {
  const make = (client: pg.ClientBase) =>
    ensureTenantSchema(client, input.tenantId, readMigrations("tenant"));
  // A second connection of one pool while the first is held would let a few operations wait for each other for ever.
  await (owner && input.cell === MAIN_CELL ? make(owner) : withOwner(input.cell, make));
  await ensureTenantKey(input.tenantId);
}

const ROLE_NAMES: Record<(typeof SYSTEM_ROLE_KEYS)[number], string> = {
  tenant_admin: "Tenant Admin",
  agent_manager: "Agent Manager",
  developer: "Developer",
  viewer: "Viewer",
};

/** Built-in roles, the founder as Tenant Admin, and the directory that lets them in. */
async function addDefaults(tx: SystemTx, { input }: StepFacts): Promise<void> {
  const { tenantId, founder } = input;
  const person = await tx.user.findUniqueOrThrow({ where: { id: founder.userId } });
  await inCell(tx, input.cell, (cell) => addPeople(cell, tenantId, person));
  await tx.userTenant.create({ data: { userId: person.id, tenantId }, select: { userId: true } });
  // The one writer of the derived home columns; it takes the tenant from the transaction's context.
  await tx.$queryRaw`
    with context as materialized (select set_config('app.tenant_id', ${tenantId}, true))
    select platform.derive_home(${person.id}::uuid, 'tenant_admin')::text from context`;
}

/** In the tenant's cell, where a crash may have left it done and unmarked: what is there already stays. */
async function addPeople(cell: SystemTx, tenantId: string, person: User): Promise<void> {
  const roles = SYSTEM_ROLE_KEYS.map((key) => ({
    id: newId(),
    key,
    name: ROLE_NAMES[key],
    rank: SYSTEM_ROLES[key].rank,
  }));
  await cell.$executeRaw`
    with made as (
      insert into shared.roles (tenant_id, id, key, system_key, name, rank)
      select ${tenantId}::uuid, r.id, r.key, r.key, r.name, r.rank
      from jsonb_to_recordset(${JSON.stringify(roles)}::jsonb) r (id uuid, key text, name text, rank int)
      on conflict do nothing returning id, key
    ), founder as (
      insert into shared.memberships (tenant_id, user_id, email, first_name, last_name, source)
      values (${tenantId}::uuid, ${person.id}::uuid, ${person.email}, ${person.firstName}, ${person.lastName}, 'founder')
      on conflict do nothing
    ), admin as (
      select id from made where key = 'tenant_admin'
      union all select id from shared.roles where tenant_id = ${tenantId}::uuid and key = 'tenant_admin'
    )
    insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, source, created_by)
    select ${tenantId}::uuid, ${newId()}::uuid, 'user', ${person.id}::uuid, admin.id, 'founder', ${person.id}::uuid
    from admin on conflict do nothing`;
}

/** Stripe may be down: the customer is made by a job of its own and never keeps a workspace waiting. */
async function askForCustomer(tx: SystemTx, { input }: StepFacts): Promise<void> {
  await enqueueJob(tx, {
    queue: "stripe-customer",
    payload: { accountId: input.accountId },
    dedupeKey: `stripe-customer:${input.accountId}`,
  });
}

/** Opens the workspace, tells the founder and ends the operation, in one commit. */
async function openTenant(tx: SystemTx, { operationId, input }: StepFacts): Promise<void> {
  const { tenantId, name, slug, founder } = input;
  await changeStatus(tx, { id: tenantId, to: "active", from: ["provisioning"] });
  await tx.operation.update({
    where: { id: operationId },
    data: { state: "succeeded", error: null },
    select: { id: true },
  });
  await enqueueMail(tx, {
    template: "welcome",
    to: founder.email,
    locale: input.mailLocale,
    data: { tenantName: name, slug },
    dedupeKey: `welcome:${tenantId}`,
  });
  await recordEvent(tx, eventContext(input), {
    action: "tenant.created",
    target: { type: "tenant", id: tenantId, label: name },
    after: { name, slug, locale: input.locale, time_zone: input.timeZone },
  });
}

/** The event names the person who asked, not the worker. */
function eventContext({ request, founder, tenantId }: ProvisioningInput) {
  const actor: UserActor = {
    type: "user",
    ...founder,
    platformRole: "user",
    authAt: new Date(),
    mfaAt: null,
  };
  return { ...request, actor, tenant: { id: tenantId } };
}
