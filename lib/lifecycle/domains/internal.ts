import "server-only";
import { resolveTxt } from "@/lib/infra/dns";
import { env } from "@/lib/infra/env";
import { type Domain, Prisma } from "@/lib/infra/prisma/generated/client";
import { domainUrl } from "@/lib/tenancy/resolve-host";
import { DOMAIN_RESULTS, type DomainDto, type DomainResult } from "./schema";

/** How long a proved name is served without its record. */
export const GRACE_DAYS = 3;
export const DAY_MS = 86_400_000;

export function presentDomain(row: Domain): DomainDto {
  const dropsAt = row.failingSince && new Date(row.failingSince.getTime() + GRACE_DAYS * DAY_MS);
  return {
    id: row.id,
    hostname: row.hostname,
    status: row.status === "verified" || row.status === "failing" ? row.status : "pending",
    record: recordOf(row),
    target: new URL(env().ATRIUM_ROOT_URL).hostname,
    url: domainUrl(row.hostname),
    last_result: DOMAIN_RESULTS.find((result) => result === row.lastResult) ?? null,
    last_checked_at: row.lastCheckedAt?.toISOString() ?? null,
    verified_at: row.verifiedAt?.toISOString() ?? null,
    drops_at: dropsAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

function recordOf(row: Pick<Domain, "hostname" | "token">): { name: string; value: string } {
  return { name: `_atrium.${row.hostname}`, value: `atrium-verify=${row.token}` };
}

/** Looks for the tenant's own token: that somebody has a record proves nothing for somebody else. */
export async function lookForRecord(
  row: Pick<Domain, "hostname" | "token">,
): Promise<Exclude<DomainResult, "taken">> {
  const { name, value } = recordOf(row);
  const answer = await resolveTxt(name);
  if (answer.status === "unreachable") return "dns_unreachable";
  if (answer.status === "none") return "record_missing";
  return answer.texts.some((text) => text.trim() === value) ? "verified" : "record_wrong";
}

/** The unique index over proved names decided that another tenant has it. */
export function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
