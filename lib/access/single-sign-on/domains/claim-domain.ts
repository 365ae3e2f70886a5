import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { ConflictError, LimitError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { findOwn, type SsoScope } from "../connections/own-connection";
import type { SsoDomainDto, SsoDomainInput } from "../schema";
import { presentDomain } from "./domain-record";
import { mailDomainProblem } from "./mail-domain-problem";

const MAX_DOMAINS = 20;

/**
 * Writes a claim down, whoever was let make it.
 * @throws ValidationError public_mail, hostname_…; NotFoundError; ConflictError domain_added; LimitError
 */
export async function claimDomain(
  ctx: SsoScope,
  connectionId: string,
  input: SsoDomainInput,
): Promise<SsoDomainDto> {
  const domain = input.domain.replace(/^@/, "").replace(/\.$/, "");
  const problem = mailDomainProblem(domain);
  if (problem) {
    const message =
      problem === "public_mail"
        ? "Anybody can have a mailbox there: use a domain of your own organisation."
        : "Write a domain of your own organisation, such as example.nl.";
    throw new ValidationError([{ path: "domain", code: problem, message }]);
  }
  const tenantId = ctx.tenant.id;
  return withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('sso:' || ${tenantId}, 0))::text`;
    await findOwn(tx, ctx, connectionId);
    const own = await tx.ssoDomain.findMany({ where: { tenantId }, select: { domain: true } });
    if (own.some((row) => row.domain === domain)) {
      throw new ConflictError("This domain is in the list already.", { reason: "domain_added" });
    }
    if (own.length >= MAX_DOMAINS) {
      throw new LimitError("sso_domains", `A workspace has at most ${MAX_DOMAINS} e-mail domains.`);
    }
    const row = await tx.ssoDomain.create({
      data: { id: newId(), tenantId, connectionId, domain, token: newToken() },
    });
    await recordEvent(tx, ctx, {
      action: "sso.domain_added",
      target: { type: "sso_domain", id: row.id, label: domain },
      after: { domain, connection_id: connectionId },
    });
    return presentDomain(row);
  });
}
