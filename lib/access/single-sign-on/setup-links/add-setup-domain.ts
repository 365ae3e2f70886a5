import "server-only";
import { claimDomain } from "../domains/claim-domain";
import type { SsoDomainDto } from "../schema";
import { openSetup, type SetupVisit } from "./open-setup";

/**
 * Claims a mail domain through a setup link. It leads nobody anywhere before its proof and an admin's switch.
 * @throws as openSetup and claimDomain
 */
export async function addSetupDomain(
  visit: SetupVisit,
  input: { token: string; domain: string },
): Promise<SsoDomainDto> {
  const { scope, connection } = await openSetup(visit, input.token);
  return claimDomain(scope, connection.id, { domain: input.domain });
}
