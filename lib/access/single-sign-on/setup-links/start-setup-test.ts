import "server-only";
import type { SsoTestDto } from "../schema";
import { prepareTest } from "../tests/prepare-test";
import { openSetup, type SetupVisit } from "./open-setup";

/**
 * Prepares a test through a setup link.
 * @throws as openSetup; ConflictError sso_incomplete
 */
export async function startSetupTest(visit: SetupVisit, token: string): Promise<SsoTestDto> {
  const { scope, linkId, connection } = await openSetup(visit, token);
  return prepareTest(scope, connection.id, { setupLinkId: linkId });
}
