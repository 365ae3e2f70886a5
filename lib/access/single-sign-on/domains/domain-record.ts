import "server-only";
import { resolveTxt } from "@/lib/infra/dns";
import { Prisma, type SsoDomain } from "@/lib/infra/prisma/generated/client";
import { SSO_DOMAIN_RESULTS, type SsoDomainDto, type SsoDomainResult } from "../schema";

/** How long a proved domain signs people in without its record. */
export const GRACE_DAYS = 3;
export const DAY_MS = 86_400_000;

export function presentDomain(row: SsoDomain): SsoDomainDto {
  const dropsAt = row.failingSince && new Date(row.failingSince.getTime() + GRACE_DAYS * DAY_MS);
  return {
    id: row.id,
    domain: row.domain,
    status: row.status === "verified" || row.status === "failing" ? row.status : "pending",
    record: recordOf(row),
    last_result: SSO_DOMAIN_RESULTS.find((result) => result === row.lastResult) ?? null,
    last_checked_at: row.lastCheckedAt?.toISOString() ?? null,
    verified_at: row.verifiedAt?.toISOString() ?? null,
    drops_at: dropsAt?.toISOString() ?? null,
  };
}

function recordOf(row: Pick<SsoDomain, "domain" | "token">): { name: string; value: string } {
  return { name: `_atrium-sso.${row.domain}`, value: `atrium-sso=${row.token}` };
}

/** Looks for the connection's own token: that somebody has a record proves nothing for somebody else. */
export async function lookForRecord(
  row: Pick<SsoDomain, "domain" | "token">,
): Promise<Exclude<SsoDomainResult, "taken">> {
  const { name, value } = recordOf(row);
  const answer = await resolveTxt(name);
  if (answer.status === "unreachable") return "dns_unreachable";
  if (answer.status === "none") return "record_missing";
  return answer.texts.some((text) => text.trim() === value) ? "verified" : "record_wrong";
}

/** The unique index over proved domains decided that another workspace has it. */
export function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
