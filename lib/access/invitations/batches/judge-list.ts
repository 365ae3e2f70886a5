import "server-only";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { type JudgedRow, judgeRows } from "./judge-rows";
import { readRows } from "./read-rows";
import type { BatchInput } from "./schema";

/**
 * A list that this actor wants to send, judged with what they may give.
 * @throws ValidationError as readRows()
 */
export async function judgeList(tx: TenantTx, ctx: TenantContext, input: BatchInput): Promise<JudgedRow[]> {
  const { id: tenantId, locale, entitlements } = ctx.tenant;
  const { email_domains: domains } = await readPolicy(tenantId);
  const mayGive = async (key: string) => {
    try {
      await findGrantableRole(tx, ctx, key);
      return true;
    } catch (error) {
      if (error instanceof PermissionError) return false;
      throw error;
    }
  };
  const rules = {
    tenantId,
    locale,
    defaultRole: input.role,
    domains,
    seatLimit: seatLimitOf(entitlements),
    mayGive,
  };
  return judgeRows(tx, rules, readRows(input.text));
}
