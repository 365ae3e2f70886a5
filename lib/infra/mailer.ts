import "server-only";
import nodemailer, { type Transporter } from "nodemailer";
import { env } from "@/lib/infra/env";

const TIMEOUT_MS = 10_000;

export type OutgoingMail = {
  /** Names the mail for ever: a retry after a lost answer carries the same Message-ID. */
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
};

let transport: Transporter | undefined;

function mailer(): Transporter {
  transport ??= nodemailer.createTransport({
    url: env().SMTP_URL,
    pool: true,
    maxConnections: 4,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return transport;
}

/**
 * Hands one mail to the SMTP server. The recipient is given as an address object: nothing in it is parsed as a list
 * or a header.
 */
export async function sendMail(mail: OutgoingMail): Promise<void> {
  const { MAIL_FROM } = env();
  const domain = /@([^\s>]+)/.exec(MAIL_FROM)?.[1] ?? "localhost";
  await mailer().sendMail({
    from: MAIL_FROM,
    to: { name: "", address: mail.to },
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    messageId: `<${mail.id}@${domain}>`,
    headers: { "auto-submitted": "auto-generated", "x-auto-response-suppress": "All" },
  });
}

/** Closes idle connections to the SMTP server. */
export function closeMailer(): void {
  transport?.close();
  transport = undefined;
}

/** The mail server of an address takes nothing for it, now and later. */
export class MailRefusedError extends Error {
  /** What it answered, such as `550 5.1.1 No such user`. */
  readonly answer: string;
  constructor(answer: string, cause: unknown) {
    super("The mail server refuses this address.", { cause });
    this.name = "MailRefusedError";
    this.answer = answer;
  }
}

/**
 * A refusal of the recipient that a retry cannot change (5xx to RCPT TO, or to the mail itself as 550).
 * @throws the error itself when it is anything else
 */
export function permanentRefusal(error: unknown): MailRefusedError {
  const { responseCode, command, response } = error as Partial<Record<string, unknown>>;
  const code = typeof responseCode === "number" ? responseCode : 0;
  const isForGood = (command === "RCPT TO" && code >= 500 && code < 600) || code === 550;
  if (!isForGood) throw error;
  const answer = typeof response === "string" ? response : String(code);
  return new MailRefusedError(answer.replace(/[^\x20-\x7e]+/g, " ").slice(0, 200), error);
}
