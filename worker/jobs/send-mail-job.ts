import "server-only";
import * as z from "zod";
import { bounceInvitation } from "@/lib/access/invitations/bounce-invitation";
import { permanentRefusal, sendMail } from "@/lib/infra/mailer";
import { renderMail } from "@/lib/notifications/mail/render-mail";
import { MAIL_TEMPLATES, type MailTemplate, mailAddress } from "@/lib/notifications/mail/schema";
import { withSystem } from "@/lib/tenancy/with-system";
import type { OutboxHandler } from "../outbox-handler";
import { mailBrand } from "./mail-brand";
import { sendAsTenant } from "./send-as-tenant";

const TEMPLATES = Object.keys(MAIL_TEMPLATES) as [MailTemplate, ...MailTemplate[]];
const payloadSchema = z.object({
  template: z.enum(TEMPLATES),
  locale: z.enum(["en", "nl"]),
  to: mailAddress,
  data: z.record(z.string(), z.unknown()),
  ifKnown: z.enum(TEMPLATES).optional(),
  onlyKnown: z.boolean().optional(),
  onBounce: z.object({ invitation: z.uuid() }).optional(),
});

/** Writes and delivers one mail. SMTP knows no transaction: a retry may send again, with the same Message-ID. */
export const sendMailJob: OutboxHandler = {
  queue: "mail",
  retryLimit: 12,
  expireSeconds: 60,
  concurrency: 4,
  async handle({ id, tenantId, payload }) {
    const { template, locale, to, data, ifKnown, onlyKnown, onBounce } = payloadSchema.parse(payload);
    if (onlyKnown && !(await hasAccount(to))) return;
    const isOther = ifKnown !== undefined && (await hasAccount(to));
    const brand = tenantId === null ? null : await mailBrand(tenantId);
    const mail = isOther
      ? await renderMail(ifKnown, locale, {}, brand)
      : await renderMail(template, locale, data, brand);
    const outgoing = { id, to, ...mail };
    if (tenantId !== null && (await sendAsTenant(tenantId, outgoing))) return;
    const refusal = await sendMail(outgoing).then(() => null, permanentRefusal);
    if (refusal === null) return;
    if (tenantId === null || !onBounce) throw refusal;
    await bounceInvitation(tenantId, onBounce.invitation, refusal.answer);
  },
};

async function hasAccount(email: string): Promise<boolean> {
  const person = await withSystem((tx) => tx.user.findUnique({ where: { email }, select: { id: true } }));
  return person !== null;
}
