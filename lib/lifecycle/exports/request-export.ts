import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentExport } from "./internal";
import type { ExportDto } from "./schema";

/**
 * Asks the worker for a file with everything that this workspace holds, secrets left out. Works as long as the
 * workspace exists, also while it is read-only or being deleted. Mails the person when it is ready.
 * @throws DomainError permission_denied, step_up_required; ConflictError export_running
 */
export async function requestExport(ctx: TenantContext): Promise<ExportDto> {
  ctx.authorize("data:export");
  assertRecent(ctx.actor);
  const { id: tenantId, locale } = ctx.tenant;
  const id = newId();
  const email = ctx.actor.type === "user" ? ctx.actor.email : null;
  try {
    return await withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
      const row = await tx.export.create({
        data: {
          tenantId,
          id,
          requestedBy: actorPerson(ctx.actor),
          requestedByName: actorName(ctx.actor).slice(0, 255),
        },
      });
      await enqueueJob(tx, {
        queue: "export-tenant",
        payload: { tenantId, exportId: id, email, locale },
        dedupeKey: `export:${id}`,
      });
      await recordEvent(tx, ctx, { action: "export.requested", target: { type: "export", id } });
      return presentExport(row);
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    throw new ConflictError("An export is being made already.", { reason: "export_running", cause: error });
  }
}
