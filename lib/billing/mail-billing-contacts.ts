import "server-only";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { MailData } from "@/lib/notifications/mail/schema";
import type { SystemTx } from "@/lib/tenancy/with-system";

export type BillingMail =
  | { template: "plan_changed"; data: MailData<"plan_changed"> }
  | { template: "cancel_scheduled"; data: MailData<"cancel_scheduled"> }
  | { template: "payment_failed"; data: MailData<"payment_failed"> }
  | { template: "tenants_parked"; data: MailData<"tenants_parked"> };

/** Mails the people who look after the account's money, each in their own language, when `tx` commits. */
export async function mailBillingContacts(tx: SystemTx, accountId: string, mail: BillingMail): Promise<void> {
  const contacts = await tx.accountMember.findMany({
    where: { accountId, role: { in: ["owner", "billing_admin"] }, user: { status: "active" } },
    select: { user: { select: { email: true, locale: true } } },
  });
  for (const { user } of contacts) {
    await enqueueMail(tx, { ...mail, to: user.email, locale: user.locale === "nl" ? "nl" : "en" });
  }
}
