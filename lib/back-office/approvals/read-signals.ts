import "server-only";
import type { TenantReview } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { emailKindOf } from "./email-kind";
import type { ApprovalSignals } from "./schema";
import { isSimilar, nameKey } from "./similar-names";

const SHOWN = 5;
/** More names with the same beginning than this are not compared. */
const CANDIDATES = 2_000;
const STEM = 3;

type Named = { id: string; name: string; slug: string };
type Applicant = { createdAt: Date };

/** What the platform knows about one request. */
export async function readSignals(
  tx: SystemTx,
  review: TenantReview,
  applicant: Applicant,
): Promise<ApprovalSignals> {
  const { kind, domain } = emailKindOf(review.applicantEmail);
  const [counts] = await tx.$queryRaw<{ account: number; ip: number }[]>`
    select count(*) filter (where r.account_id = ${review.accountId}::uuid)::int as account,
      count(*) filter (where r.ip = ${review.ip}::inet)::int as ip
    from platform.tenant_reviews r
    where r.created_at between ${review.createdAt}::timestamptz - interval '24 hours' and ${review.createdAt}::timestamptz
      + interval '1 second'`;
  return {
    email_kind: kind,
    email_domain: domain,
    same_domain: kind === "company" ? await findSameDomain(tx, review, domain) : [],
    similar: await findSimilar(tx, review),
    requests_by_account: counts?.account ?? 1,
    requests_by_ip: counts?.ip ?? 1,
    account_created_at: applicant.createdAt.toISOString(),
  };
}

function findSameDomain(tx: SystemTx, review: TenantReview, domain: string): Promise<Named[]> {
  return tx.$queryRaw<Named[]>`
    select t.id::text, t.name::text, t.slug::text from platform.tenants t join platform.users u on u.id = t.created_by
    where split_part(u.email, '@', 2) = ${domain} and t.id <> ${review.tenantId}::uuid and t.status <> 'erased'
      and t.account_id <> ${review.accountId}::uuid
    order by t.created_at limit ${SHOWN}`;
}

/** A copy usually keeps the beginning; comparing the rest happens here, where both spellings are normalised. */
async function findSimilar(tx: SystemTx, review: TenantReview): Promise<Named[]> {
  const stem = nameKey(review.name).slice(0, STEM);
  if (stem.length < STEM) return [];
  const rows = await tx.$queryRaw<Named[]>`
    select t.id::text, t.name::text, t.slug::text from platform.tenants t
    where t.id <> ${review.tenantId}::uuid and t.status <> 'erased' and t.account_id <> ${review.accountId}::uuid
      and (starts_with(t.slug, ${stem}) or starts_with(lower(t.name), ${stem})
        or starts_with(t.slug, ${review.slug.slice(0, STEM)}))
    order by t.created_at limit ${CANDIDATES}`;
  return rows
    .filter((row) => isSimilar(row.name, review.name) || isSimilar(row.slug, review.slug))
    .slice(0, SHOWN);
}
