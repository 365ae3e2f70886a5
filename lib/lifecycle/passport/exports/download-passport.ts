import "server-only";
import type { Readable } from "node:stream";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { openObject } from "@/lib/infra/object-store";
import { withSystem } from "@/lib/tenancy/with-system";
import { passportKey } from "./internal";

export type PassportDownload = { body: Readable; sizeBytes: number; fileName: string };

/**
 * The bundle of a finished export, while it has not expired. Each download is recorded.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function downloadPassport(ctx: TenantContext, id: string): Promise<PassportDownload> {
  ctx.authorize("data:export");
  const tenantId = ctx.tenant.id;
  const found = await openObject(passportKey(tenantId, id));
  const isReady = await withSystem(async (tx) => {
    const { count } = await tx.passportExport.updateMany({
      where: { id, tenantId, state: "ready", expiresAt: { gt: new Date() } },
      data: { downloads: { increment: 1 } },
    });
    if (count === 0 || !found) return false;
    await recordEvent(tx, ctx, { action: "passport.downloaded", target: { type: "passport", id } });
    return true;
  });
  if (!isReady || !found) {
    found?.body.destroy();
    throw new NotFoundError("passport");
  }
  const day = new Date().toISOString().slice(0, 10);
  return { ...found, fileName: `${ctx.tenant.slug}-${day}.atrium` };
}
