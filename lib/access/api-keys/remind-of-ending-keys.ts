import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

/** Days before a key's end at which its maker is mailed; 0 is the end itself. */
const STEPS = [14, 3, 0] as const;
const DAY_MS = 86_400_000;
/** Later than this the mail would tell of something that everybody has noticed. */
const LATEST_MS = 2 * DAY_MS;
const MOST = 500;

type Ending = { tenantId: string; id: string; expiresAt: Date; remindedDays: number | null };

/**
 * Mails the makers of keys that end soon, once for each step; for a service account's key whose maker has left, the
 * admins. Keys with a successor need no reminder.
 */
export async function remindOfEndingKeys(now: Date = new Date()): Promise<number> {
  const found = await eachCell((cell) =>
    withCell(cell, (tx) =>
      tx.apiKey.findMany({
        where: {
          revokedAt: null,
          replacedBy: null,
          expiresAt: { gt: new Date(now.getTime() - LATEST_MS) },
          // What was mailed already may not stand before what was not.
          OR: STEPS.map((days) => ({
            expiresAt: { lte: new Date(now.getTime() + days * DAY_MS) },
            AND: { OR: [{ remindedDays: null }, { remindedDays: { gt: days } }] },
          })),
        },
        orderBy: { expiresAt: "asc" },
        take: MOST,
        select: { tenantId: true, id: true, expiresAt: true, remindedDays: true },
      }),
    ),
  );
  let mailed = 0;
  for (const { expiresAt, ...row } of found.flat()) {
    if (expiresAt && (await remind({ ...row, expiresAt }, now))) mailed += 1;
  }
  return mailed;
}

async function remind(key: Ending, now: Date): Promise<boolean> {
  const left = key.expiresAt.getTime() - now.getTime();
  const step = STEPS.findLast((days) => left <= days * DAY_MS);
  if (step === undefined || (key.remindedDays !== null && key.remindedDays <= step)) return false;
  const { tenantId, id } = key;
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant || tenant.status === "erased") return false;
  const admins = await listAdmins(tenantId);
  return withTenant({ tenantId, cell: tenant.cell }, async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { tenantId, id, OR: [{ remindedDays: null }, { remindedDays: { gt: step } }] },
      data: { remindedDays: step },
    });
    if (count === 0) return false;
    const row = await tx.apiKey.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id } } });
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
          endsAt: key.expiresAt.toISOString(),
        },
      });
    }
    return to.length > 0;
  });
}
