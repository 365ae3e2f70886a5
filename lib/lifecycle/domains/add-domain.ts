import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, LimitError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { newToken } from "@/lib/infra/tokens";
import { type HostnameProblem, hostnameProblem } from "@/lib/tenancy/policies/hostname-problem";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentDomain } from "./internal";
import { type DomainDto, type DomainInput, domainInput } from "./schema";

const MAX_DOMAINS = 10;

const MESSAGES: Record<HostnameProblem, string> = {
  hostname_format: "Write a host name such as portal.example.nl.",
  hostname_not_ascii: "Only letters a to z, digits and hyphens are possible.",
  hostname_punycode: "Names with encoded letters (xn--) are not possible.",
  hostname_ours: "This name belongs to the platform.",
  hostname_reserved: "This name is reserved and never reachable in public.",
  hostname_public_suffix: "This is a registry's name, not one of your own.",
};

/**
 * Claims a host name. A claim blocks nobody and serves nothing: the name is the workspace's once its record is found.
 * @throws DomainError permission_denied, step_up_required, feature_unavailable; ValidationError hostname_…; ConflictError domain_added,
 * domain_taken; LimitError
 */
export async function addDomain(ctx: TenantContext, raw: DomainInput): Promise<DomainDto> {
  ctx.authorize("domains:manage");
  assertRecent(ctx.actor);
  assertFeature(ctx.tenant.entitlements, "custom_domains");
  const hostname = domainInput.parse(raw).hostname.replace(/\.$/, "");
  const problem = hostnameProblem(hostname);
  if (problem) {
    throw new ValidationError([{ path: "hostname", code: problem, message: MESSAGES[problem] }]);
  }
  const tenantId = ctx.tenant.id;
  return withSystem(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('domains:' || ${tenantId}, 0))::text`;
    const own = await tx.domain.findMany({ where: { tenantId }, select: { hostname: true } });
    if (own.some((row) => row.hostname === hostname)) {
      throw new ConflictError("This domain is in the list already.", { reason: "domain_added" });
    }
    if (own.length >= MAX_DOMAINS) {
      throw new LimitError("domains", `A workspace has at most ${MAX_DOMAINS} domains.`);
    }
    const proved = await tx.domain.findFirst({
      where: { hostname, status: { in: ["verified", "failing"] } },
      select: { id: true },
    });
    if (proved) {
      throw new ConflictError("Another workspace has proved this domain.", { reason: "domain_taken" });
    }
    const row = await tx.domain.create({
      data: { id: newId(), tenantId, hostname, token: newToken(), createdBy: actorPerson(ctx.actor) },
    });
    await recordEvent(tx, ctx, {
      action: "domain.added",
      target: { type: "domain", id: row.id, label: hostname },
      after: { hostname },
    });
    return presentDomain(row);
  });
}
