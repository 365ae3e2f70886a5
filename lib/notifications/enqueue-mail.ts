import "server-only";
import type * as z from "zod";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { enqueueJob } from "./enqueue-job";
import { MAIL_TEMPLATES, type MailLocale, type MailTemplate, mailAddress } from "./mail/schema";

/** Templates that need nothing but the language. */
type MailWithoutData = {
  [T in MailTemplate]: Record<string, never> extends z.input<(typeof MAIL_TEMPLATES)[T]> ? T : never;
}[MailTemplate];

export type MailInput<T extends MailTemplate> = {
  template: T;
  to: string;
  locale: MailLocale;
  data: z.input<(typeof MAIL_TEMPLATES)[T]>;
  /** The same key is mailed once, however often it is asked for. */
  dedupeKey?: string;
  /** Sent instead when `to` has an account by then, so that a request need not look and tells nothing by its time. */
  ifKnown?: MailWithoutData;
  /** Sent only when `to` has an account by then, for the same reason. */
  onlyKnown?: boolean;
  /** What is told when the mail server of the address refuses it for good. */
  onBounce?: { invitation: string };
};

/**
 * Sends a mail when `tx` commits, and not otherwise. The worker writes and delivers it; the payload is sealed until
 * then. Returns the outbox id, which becomes the Message-ID.
 */
export async function enqueueMail<T extends MailTemplate>(
  tx: TenantTx | SystemTx,
  mail: MailInput<T>,
): Promise<string> {
  const { template, locale, dedupeKey, ifKnown, onlyKnown, onBounce } = mail;
  const payload = {
    template,
    locale,
    to: mailAddress.parse(mail.to),
    data: MAIL_TEMPLATES[template].parse(mail.data),
    ...(ifKnown !== undefined && { ifKnown }),
    ...(onlyKnown && { onlyKnown }),
    ...(onBounce && { onBounce }),
  };
  return enqueueJob(tx, { queue: "mail", payload, ...(dedupeKey !== undefined && { dedupeKey }) });
}
