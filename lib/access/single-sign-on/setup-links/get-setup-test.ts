import "server-only";
import type { SsoTestDto } from "../schema";
import { readTest } from "../tests/read-test";
import { openSetup, type SetupVisit } from "./open-setup";

/**
 * What came of a test of this very link.
 * @throws as openSetup; NotFoundError
 */
export async function getSetupTest(
  visit: SetupVisit,
  input: { token: string; test_id: string },
): Promise<SsoTestDto> {
  const { scope, linkId, connection } = await openSetup(visit, input.token);
  const where = { connectionId: connection.id, testId: input.test_id };
  return readTest(scope, where, { setupLinkId: linkId });
}
