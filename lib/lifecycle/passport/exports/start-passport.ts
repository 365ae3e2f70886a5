import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { sealForTenant } from "@/lib/tenancy/vault/seal-for-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentPassport } from "./internal";
import { EXPORT_HOURS, type PassportDto, type StartPassportInput, startPassportInput } from "./schema";

/**
 * Has the worker write everything of the tenant into one bundle under the given passphrase, for download within 24
 * hours. One at a time.
 * @throws DomainError permission_denied, step_up_required; ConflictError passport_running
 */
export async function startPassport(ctx: TenantContext, raw: StartPassportInput): Promise<PassportDto> {
  ctx.authorize("data:export");
  assertRecent(ctx.actor);
  const { passphrase } = startPassportInput.parse(raw);
  const tenantId = ctx.tenant.id;
  const id = newId();
  const place = { tenantId, table: "passport_exports", column: "passphrase_sealed", row: id } as const;
  const passphraseSealed = await sealForTenant(place, passphrase);
  const requestedByName = ctx.actor.type === "user" ? ctx.actor.name || ctx.actor.email : ctx.actor.name;
  try {
    return await withSystem(async (tx) => {
      const row = await tx.passportExport.create({
        data: {
          id,
          tenantId,
          passphraseSealed,
          requestedBy: ctx.actor.type === "user" ? ctx.actor.userId : null,
          requestedByName,
          expiresAt: new Date(Date.now() + EXPORT_HOURS * 3_600_000),
        },
      });
      await enqueueJob(tx, { queue: "passport", payload: { exportId: id }, dedupeKey: `passport:${id}` });
      await recordEvent(tx, ctx, { action: "passport.requested", target: { type: "passport", id } });
      return presentPassport(row);
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new ConflictError("A passport is being made already.", { reason: "passport_running" });
    }
    throw error;
  }
}
