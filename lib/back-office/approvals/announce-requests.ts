import "server-only";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

/** However many requests come in, staff are mailed this seldom. */
const PAUSE_MINUTES = 15;
const NAMES_SHOWN = 10;

/**
 * Mails every super admin, in their language, that requests wait: each request is in one mail, and once more after its
 * applicant answered. For the clock; returns how many requests were announced.
 */
export async function announceRequests(): Promise<number> {
  return withSystem(async (tx) => {
    const names = await takeUnannounced(tx);
    if (names.length === 0) return 0;
    const staff = await tx.user.findMany({
      where: { platformRole: "super_admin", status: "active" },
      select: { email: true, locale: true },
    });
    for (const { email, locale } of staff) {
      await enqueueMail(tx, {
        template: "requests_waiting",
        to: email,
        locale: locale === "nl" ? "nl" : "en",
        data: { count: names.length, names: names.slice(0, NAMES_SHOWN) },
      });
    }
    return names.length;
  });
}

/** Marks and names what nobody was told of, unless staff had a mail a moment ago. Of two runs one gets them. */
async function takeUnannounced(tx: SystemTx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    update platform.tenant_reviews set announced_at = now()
    where announced_at is null and state = 'waiting' and not exists (
      select 1 from platform.tenant_reviews r
      where r.announced_at > now() - make_interval(mins => ${PAUSE_MINUTES}::int))
    returning name::text`;
  return rows.map((row) => row.name);
}
