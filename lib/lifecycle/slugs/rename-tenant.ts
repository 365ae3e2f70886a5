import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { Prisma, type Tenant } from "@/lib/infra/prisma/generated/client";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { presentTenant } from "../tenants/present-tenant";
import type { TenantDto } from "../tenants/schema";
import { RESERVED_SLUGS } from "./reserved-slugs";
import { type RenameInput, renameInput } from "./schema";

const REDIRECT_DAYS = 90;
const QUARANTINE_DAYS = 180;
/** So that nobody collects addresses by moving through them. */
const MAX_FORMER = 5;
const DAY_MS = 86_400_000;

/**
 * Moves a workspace to another address: the new one answers at once, the old one leads there for 90 days and is nobody
 * else's for 180. Its own former addresses can be taken back.
 * @throws NotFoundError for any other id; DomainError permission_denied, step_up_required; ConflictError slug_taken, slug_reserved,
 * slug_unchanged, too_many_renames
 */
export async function renameTenant(ctx: TenantContext, id: string, raw: RenameInput): Promise<TenantDto> {
  if (id !== ctx.tenant.id) throw new NotFoundError("tenant");
  ctx.authorize("tenant:rename");
  assertRecent(ctx.actor);
  const { slug } = renameInput.parse(raw);
  if (RESERVED_SLUGS.has(slug)) throw refusal("slug_reserved", `The address "${slug}" is reserved.`);
  const tenant = await withSystem((tx) => rename(tx, ctx, id, slug)).catch((error: unknown) => {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    throw refusal("slug_taken", `The address "${slug}" is taken.`);
  });
  await withCell(tenant.cell, (tx) => tx.tenantStub.updateMany({ where: { tenantId: id }, data: { slug } }));
  return presentTenant(tenant);
}

async function rename(tx: SystemTx, ctx: TenantContext, id: string, slug: string): Promise<Tenant> {
  await tx.$queryRaw`select 1 as one from platform.tenants where id = ${id}::uuid for update`;
  const before = await tx.tenant.findUniqueOrThrow({ where: { id } });
  if (before.slug === slug) throw refusal("slug_unchanged", "This is the present address.");
  const now = Date.now();
  await tx.tenantSlug.deleteMany({ where: { tenantId: id, slug } });
  // An address whose quarantine is over belongs to whoever asks first.
  await tx.tenantSlug.deleteMany({ where: { slug, quarantinedUntil: { lte: new Date(now) } } });
  const former = await tx.tenantSlug.count({
    where: { tenantId: id, quarantinedUntil: { gt: new Date(now) } },
  });
  if (former >= MAX_FORMER) {
    throw new ConflictError("This workspace was renamed too often.", { reason: "too_many_renames" });
  }
  const dates = {
    releasedAt: new Date(now),
    redirectUntil: new Date(now + REDIRECT_DAYS * DAY_MS),
    quarantinedUntil: new Date(now + QUARANTINE_DAYS * DAY_MS),
  };
  await tx.tenantSlug.upsert({
    where: { slug: before.slug },
    create: { slug: before.slug, tenantId: id, ...dates },
    update: { tenantId: id, ...dates },
  });
  const tenant = await tx.tenant.update({ where: { id }, data: { slug } });
  const event = {
    action: "tenant.renamed",
    target: { type: "tenant", id, label: tenant.name },
    before: { slug: before.slug },
    after: { slug },
  };
  await recordEvent(tx, ctx, event);
  await recordPlatformEvent(tx, ctx, { ...event, accountId: tenant.accountId, tenantId: id });
  return tenant;
}

function refusal(reason: "slug_taken" | "slug_reserved" | "slug_unchanged", message: string): ConflictError {
  return new ConflictError(message, { reason, errors: [{ path: "slug", code: reason, message }] });
}
