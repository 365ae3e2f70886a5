import "server-only";
import { fixesOf } from "@/lib/access/decisions/fixes-of";
import { roleSources } from "@/lib/access/decisions/role-sources";
import type { Fix } from "@/lib/access/decisions/schema";
import { isPermission } from "@/lib/access/permissions";
import type { TenantContext } from "@/lib/core/context";
import type { AccessReceiptModel } from "@/lib/infra/prisma/generated/models/AccessReceipt";

/** What would have let this call through. Those named in it are whom its holder can ask; nobody: there is nothing to ask for. */
export async function fixesOfReceipt(ctx: TenantContext, row: AccessReceiptModel): Promise<Fix[]> {
  const subject = row.subject ?? "";
  const roles = isPermission(subject)
    ? await roleSources(ctx.tenant.id, { type: "user", id: row.userId }, subject)
    : [];
  return fixesOf(ctx, { permission: subject, reasons: [row.reason ?? row.code], roles });
}
