import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { keyEndsAt } from "@/lib/tenancy/policies/policy-refusal";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type EndingKey, findEndingKeys } from "./find-ending-keys";

/** Days before a key's end at which its maker is mailed; 0 is the end itself. */
const STEPS = [14, 3, 0] as const;
const DAY_MS = 86_400_000;
/** Later than this the mail would tell of something that everybody has noticed. */
const LATEST_MS = 2 * DAY_MS;

/**
 * Mails the makers of keys that end soon, by their own time or by the policy's, once for each step; for a service
 * account's key whose maker has left, the admins. Keys with a successor need no reminder.
 */
export async function remindOfEndingKeys(now: Date = new Date()): Promise<number> {
  let mailed = 0;
  for (const key of await findEndingKeys(new Date(now.getTime() - LATEST_MS), now, STEPS)) {
    if (await remind(key, now)) mailed += 1;
  }
  return mailed;
}

async function remind({ tenantId, id }: EndingKey, now: Date): Promise<boolean> {
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant || tenant.status === "erased") return false;
  const policy = await readPolicy(tenantId);
  const admins = await listAdmins(tenantId);
  return withTenant({ tenantId, cell: tenant.cell }, async (tx) => {
    const row = await tx.apiKey.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id } } });
    const endsAt = earlier(row.expiresAt, keyEndsAt(policy, row.createdAt));
    const left = (endsAt?.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime();
    const step = STEPS.findLast((days) => left <= days * DAY_MS);
    if (!endsAt || step === undefined || left < -LATEST_MS) return false;
    const { count } = await tx.apiKey.updateMany({
      where: { tenantId, id, OR: [{ remindedDays: null }, { remindedDays: { gt: step } }] },
      data: { remindedDays: step },
    });
    if (count === 0) return false;
    const maker = await tx.membership.findUnique({
      where: { tenantId_userId: { tenantId, userId: row.createdBy } },
      select: { email: true, status: true },
    });
    const outlives = row.kind === "service" ? admins : [];
    const to = maker?.status === "active" ? [maker] : outlives;
    for (const { email } of to) {
      await enqueueMail(tx, {
        template: step === 0 ? "api_key_expired" : "api_key_ending",
        to: email,
        locale: tenant.locale === "nl" ? "nl" : "en",
        data: {
          tenantName: tenant.name,
          keyName: row.name,
          slug: tenant.slug,
          endsAt: endsAt.toISOString(),
        },
      });
    }
    return to.length > 0;
  });
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}
