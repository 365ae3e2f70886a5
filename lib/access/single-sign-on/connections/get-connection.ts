import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SsoConnectionDto } from "../schema";
import { findOwn, presentConnection } from "./own-connection";

/**
 * One connection.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function getConnection(ctx: TenantContext, id: string): Promise<SsoConnectionDto> {
  ctx.authorize("sso:read");
  return presentConnection(await withSystem((tx) => findOwn(tx, ctx, id)));
}
