import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { assertManager } from "../connections/own-connection";
import type { SsoTestDto } from "../schema";
import { readTest } from "./read-test";

/**
 * What came of a test. Only who started it sees the claims: they are about a person.
 * @throws DomainError permission_denied, feature_unavailable; NotFoundError
 */
export async function getTest(
  ctx: TenantContext,
  input: { connectionId: string; testId: string },
): Promise<SsoTestDto> {
  const actor = assertManager(ctx, { recent: false });
  return readTest(ctx, input, { startedBy: actor.userId });
}
