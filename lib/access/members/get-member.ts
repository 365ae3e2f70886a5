import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentMember, selectMembers } from "./member-rows";
import type { MemberDto } from "./schema";

/**
 * One member by the person's id.
 * @throws DomainError permission_denied
 * @throws NotFoundError for strangers, members of other tenants and people who left
 */
export async function getMember(ctx: TenantContext, id: string): Promise<MemberDto> {
  ctx.authorize("members:read");
  const [row] = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    selectMembers(tx, ctx.tenant.id, Prisma.sql`m.user_id = ${id}::uuid`, 1),
  );
  if (!row) throw new NotFoundError("member");
  return presentMember(row);
}
