import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { TenantContext, UserActor, UserContext } from "@/lib/core/context";
import { ConflictError, PermissionError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { Prisma, type Tenant } from "@/lib/infra/prisma/generated/client";
import { placeTenant } from "@/lib/tenancy/cells/place-tenant";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { confirmReservation } from "@/lib/usage/confirm-reservation";
import { releaseReservation } from "@/lib/usage/release-reservation";
import { reserveLimit } from "@/lib/usage/reserve-limit";
import { readApprovalMode } from "../approval/read-approval-mode";
import { submitForReview } from "../approval/submit-for-review";
import { getOperation } from "../operations/get-operation";
import { type OperationDto, PROVISIONING_STEPS } from "../operations/schema";
import { enqueueProvisioning } from "../provisioning/enqueue-provisioning";
import type { ProvisioningInput } from "../provisioning/input";
import { suggestSlug } from "../slugs/check-slug";
import { RESERVED_SLUGS } from "../slugs/reserved-slugs";
import { createAccount } from "./create-account";
import { presentTenant } from "./present-tenant";
import { type CreateTenantInput, createTenantInput, type TenantDto } from "./schema";

export type CreatedTenant = { operation: OperationDto; tenant: TenantDto };

/**
 * Starts setting up a workspace for the person's account and answers at once: the worker does the rest, and the
 * operation tells how far it is. The first workspace brings an account on Free. Where the platform reviews requests, the
 * address and the place in the limit are held until staff have decided.
 * @throws ConflictError with reason slug_taken or slug_reserved and a free suggestion; LimitError limit_reached at
 * the plan's number of workspaces; PermissionError for a member who does not own the account
 */
export async function createTenant(
  ctx: UserContext | TenantContext,
  raw: CreateTenantInput,
): Promise<CreatedTenant> {
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("tenants:create");
  const user: UserContext = { ...ctx, actor, locale: "tenant" in ctx ? ctx.tenant.locale : ctx.locale };
  const accountId = "tenant" in ctx ? ownedAccount(ctx) : await createAccount(user);
  const input = createTenantInput.parse(raw);
  if (RESERVED_SLUGS.has(input.slug)) throw await slugConflict("slug_reserved", input.slug);
  const tenantId = newId();
  await reserveLimit({
    id: tenantId,
    accountId,
    tenantId: null,
    meter: "tenants",
    feature: "tenants",
    quantity: 1,
  });
  const made = await insertOrRelease(user, {
    tenantId,
    accountId,
    cell: await placeTenant(accountId),
    name: input.name,
    slug: input.slug,
    locale: input.locale,
    timeZone: input.time_zone,
    founder: founderOf(actor),
    mailLocale: user.locale,
    request: { requestId: ctx.requestId, ip: ctx.ip, userAgent: ctx.userAgent },
  });
  // The tenant's row exists from here on: should this fail, the sweeper counts it.
  await confirmReservation(tenantId).catch(() => undefined);
  return { operation: await getOperation(user, made.operationId), tenant: presentTenant(made.tenant) };
}

type Inserted = { tenant: Tenant; operationId: string };

async function insertOrRelease(ctx: UserContext, input: ProvisioningInput): Promise<Inserted> {
  try {
    return await withSystem((tx) => insertTenant(tx, ctx, input));
  } catch (error) {
    await releaseReservation(input.tenantId).catch(() => undefined);
    if (isUniqueViolation(error)) throw await slugConflict("slug_taken", input.slug);
    throw error;
  }
}

function ownedAccount(ctx: TenantContext): string {
  if (ctx.accountRole !== "owner") throw new PermissionError("tenants:create");
  return ctx.tenant.accountId;
}

function founderOf(actor: UserActor): ProvisioningInput["founder"] {
  return { userId: actor.userId, sessionId: actor.sessionId, email: actor.email, name: actor.name };
}

/** The slug's unique index decides who gets it; everything later steps need is in the operation. */
async function insertTenant(tx: SystemTx, ctx: UserContext, input: ProvisioningInput): Promise<Inserted> {
  const { tenantId, accountId, name, slug, locale, timeZone } = input;
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { planKey: true } });
  const isReviewed = (await readApprovalMode(tx)) === "review";
  const tenant = await tx.tenant.create({
    data: {
      id: tenantId,
      accountId,
      name,
      slug,
      locale,
      timeZone,
      planType: account.planKey,
      cell: input.cell,
      status: isReviewed ? "pending_approval" : "provisioning",
      createdBy: ctx.actor.userId,
    },
  });
  const operationId = newId();
  const now = new Date();
  await tx.operation.create({
    data: {
      id: operationId,
      kind: "provision_tenant",
      accountId,
      tenantId,
      createdBy: ctx.actor.userId,
      input,
      operationSteps: {
        create: PROVISIONING_STEPS.map((step, position) => ({
          position,
          name: step,
          ...(step === "reserve" && { state: "succeeded", attempts: 1, startedAt: now, finishedAt: now }),
        })),
      },
    },
    select: { id: true },
  });
  await startOnboarding(tx, ctx.actor.userId, tenantId, operationId);
  if (isReviewed) await submitForReview(tx, operationId, input);
  else await enqueueProvisioning(tx, operationId);
  await recordPlatformEvent(tx, ctx, {
    action: "tenant.requested",
    accountId,
    tenantId,
    target: { type: "tenant", id: tenantId, label: name },
    after: { name, slug, locale, time_zone: timeZone },
  });
  return { tenant, operationId };
}

/** The wizard goes with the newest workspace, wherever its form was sent from. */
async function startOnboarding(tx: SystemTx, userId: string, tenantId: string, operationId: string) {
  const state = { tenantId, step: "provisioning", data: { operation_id: operationId }, completedAt: null };
  await tx.onboarding.upsert({ where: { userId }, create: { userId, ...state }, update: state });
}

async function slugConflict(reason: "slug_taken" | "slug_reserved", slug: string): Promise<ConflictError> {
  const suggestion = await suggestSlug(slug);
  const what = reason === "slug_taken" ? "is taken" : "is reserved";
  const message = `The address "${slug}" ${what}; "${suggestion}" is free.`;
  return new ConflictError(message, {
    reason,
    subject: suggestion,
    errors: [{ path: "slug", code: reason, message }],
  });
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
