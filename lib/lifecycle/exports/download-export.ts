import "server-only";
import type { Readable } from "node:stream";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { recordEvent } from "@/lib/audit/record-event";
import type { RequestInfo } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { openObject } from "@/lib/infra/object-store";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { allowedBlocks, isAllowedAddress } from "@/lib/tenancy/policies/policy-refusal";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { exportKey, openLink } from "./internal";

export type Download = { body: Readable; sizeBytes: number; name: string };

/**
 * The file behind a signed link, while link, file and workspace last, for addresses that the workspace lets in.
 * Audited in the workspace.
 * @throws NotFoundError for anything else, so that a link tells nothing
 */
export async function downloadExport(info: RequestInfo, tokenText: string): Promise<Download> {
  const token = openLink(tokenText);
  const tenant = token && (await lookUpTenant(token.tenantId));
  if (!token || !tenant || !hasCapability(tenant.status, tenant.billingState, "export")) {
    throw new NotFoundError("export");
  }
  const { tenantId, exportId: id } = token;
  if (!isAllowedAddress(allowedBlocks(await readPolicy(tenantId)), info.ip))
    throw new NotFoundError("export");
  const file = await openObject(exportKey(tenantId, id));
  if (!file) throw new NotFoundError("export");
  await withTenant({ tenantId }, async (tx) => {
    const row = await tx.export.findUnique({ where: { tenantId_id: { tenantId, id } } });
    if (row?.state !== "ready" || !row.expiresAt || row.expiresAt <= new Date()) {
      throw new NotFoundError("export");
    }
    const { requestId, ip, userAgent } = info;
    const ctx = {
      requestId,
      ip,
      userAgent,
      actor: { type: "system", name: token.by } as const,
      tenant: { id: tenantId },
    };
    await recordEvent(tx, ctx, { action: "export.downloaded", target: { type: "export", id } });
  }).catch((error: unknown) => {
    file.body.destroy();
    throw error;
  });
  return { ...file, name: `${tenant.slug}-${id.slice(0, 8)}.tar.gz` };
}
