import "server-only";
import type * as z from "zod";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { enqueueJob } from "./enqueue-job";
import { MAIL_TEMPLATES, type MailLocale, type MailTemplate, mailAddress } from "./mail/schema";

export type MailInput<T extends MailTemplate> = {
  template: T;
  to: string;
  locale: MailLocale;
  data: z.input<(typeof MAIL_TEMPLATES)[T]>;
  /** The same key is mailed once, however often it is asked for. */
  dedupeKey?: string;
};

/**
 * Sends a mail when `tx` commits, and not otherwise. The worker writes and delivers it; the payload is sealed until
 * then. Returns the outbox id, which becomes the Message-ID.
 */
export async function enqueueMail<T extends MailTemplate>(
  tx: TenantTx | SystemTx,
  mail: MailInput<T>,
): Promise<string> {
  const { template, locale, dedupeKey } = mail;
  const payload = {
    template,
    locale,
    to: mailAddress.parse(mail.to),
    data: MAIL_TEMPLATES[template].parse(mail.data),
  };
  return enqueueJob(tx, { queue: "mail", payload, ...(dedupeKey !== undefined && { dedupeKey }) });
}
