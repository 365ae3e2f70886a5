import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { readRoleWishes } from "@/lib/access/members/read-role-wishes";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { writeBindings } from "@/lib/access/roles/grants/write-bindings";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { auditServiceAccount, lockServiceAccount, presentServiceAccount } from "./account-rows";
import {
  MAX_SERVICE_ACCOUNTS,
  type NewServiceAccount,
  newServiceAccount,
  type ServiceAccountDto,
} from "./schema";

/**
 * Makes a member that is no person: it holds roles and keys, and nobody signs in as it.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, grants_longer_than_held), feature_unavailable, step_up_required
 * @throws ValidationError unknown_role, expiry_past, expiry_too_far, service_account_name_taken
 * @throws ConflictError reason too_many_service_accounts
 */
export async function createServiceAccount(
  ctx: TenantContext,
  input: NewServiceAccount,
): Promise<ServiceAccountDto> {
  ctx.authorize("service_accounts:manage");
  const { name, description, roles } = newServiceAccount.parse(input);
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    // Makes those who create, rename and grant take turns, so that what is counted and checked here stays so.
    await lockRoles(tx, tenantId);
    await assertRoom(tx, tenantId);
    await assertNameFree(tx, tenantId, name);
    const wishes = await readRoleWishes(tx, tenantId, roles, (index, field) => `roles.${index}.${field}`);
    await assertMayExchange(tx, ctx, { given: wishes, taken: [] });
    const id = newId();
    await tx.serviceAccount.create({
      data: {
        tenantId,
        id,
        name,
        description,
        createdBy: actorPerson(ctx.actor),
        createdByName: actorName(ctx.actor).slice(0, 255),
      },
      select: { id: true },
    });
    await writeBindings(tx, ctx, { type: "service_account", id }, { held: [], wishes });
    const made = await lockServiceAccount(tx, tenantId, id);
    await recordEvent(tx, ctx, {
      action: "service_account.created",
      target: { type: "service_account", id, label: name },
      after: auditServiceAccount(made),
    });
    return presentServiceAccount(made);
  });
}

async function assertRoom(tx: TenantTx, tenantId: string): Promise<void> {
  const count = await tx.serviceAccount.count({ where: { tenantId, status: { not: "deleted" } } });
  if (count < MAX_SERVICE_ACCOUNTS) return;
  throw new ConflictError(`A workspace has at most ${MAX_SERVICE_ACCOUNTS} service accounts.`, {
    reason: "too_many_service_accounts",
  });
}

/**
 * Names tell service accounts apart in lists and in the audit log. `except` is the one that keeps its own.
 * @throws ValidationError service_account_name_taken
 */
export async function assertNameFree(
  tx: TenantTx,
  tenantId: string,
  name: string,
  except?: string,
): Promise<void> {
  const taken = await tx.serviceAccount.findFirst({
    where: {
      tenantId,
      name: { equals: name, mode: "insensitive" },
      status: { not: "deleted" },
      ...(except && { id: { not: except } }),
    },
    select: { id: true },
  });
  if (!taken) return;
  throw new ValidationError([
    { path: "name", code: "service_account_name_taken", message: "Another service account has this name." },
  ]);
}
