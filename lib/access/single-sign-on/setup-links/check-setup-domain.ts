import "server-only";
import { checkDomainOf } from "../domains/check-sso-domain";
import type { SsoDomainDto } from "../schema";
import { openSetup, type SetupVisit } from "./open-setup";

/**
 * Looks for a domain's record through a setup link.
 * @throws as openSetup; NotFoundError; DomainError rate_limited
 */
export async function checkSetupDomain(
  visit: SetupVisit,
  input: { token: string; domain_id: string },
): Promise<SsoDomainDto> {
  const { scope, connection } = await openSetup(visit, input.token);
  return checkDomainOf(scope, { connectionId: connection.id, domainId: input.domain_id });
}
