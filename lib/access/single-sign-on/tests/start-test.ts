import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { assertManager } from "../connections/own-connection";
import type { SsoTestDto } from "../schema";
import { prepareTest } from "./prepare-test";

/**
 * Prepares a real round trip to the provider that signs nobody in: the address to open, once, within ten minutes.
 * @throws DomainError permission_denied, feature_unavailable; NotFoundError; ConflictError sso_incomplete
 */
export async function startTest(ctx: TenantContext, connectionId: string): Promise<SsoTestDto> {
  const actor = assertManager(ctx, { recent: false });
  return prepareTest(ctx, connectionId, { startedBy: actor.userId });
}
