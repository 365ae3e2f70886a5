import { product } from "./product";

export type Mail = {
  id: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  links: string[];
  code: string | null;
};

const WAIT_MS = 20_000;

/**
 * The newest message to `to` whose subject contains `subject`; waits for it.
 * @param since milliseconds since 1970: older messages do not count (a second code to the same address)
 */
export async function receiveMail(to: string, subject = "", since = 0): Promise<Mail> {
  const query = new URLSearchParams({ to, subject, since: String(since), wait: String(WAIT_MS) });
  const response = await fetch(`${product.mailbox}/messages?${query}`);
  const mails = (await response.json()) as Mail[];
  const newest = mails.at(-1);
  if (newest) return newest;
  throw new Error(`No mail to ${to}${subject && ` about "${subject}"`} arrived within ${WAIT_MS / 1000} s.`);
}

/** The six-digit code that was mailed to `to`. */
export async function receiveCode(to: string, since = 0): Promise<string> {
  const { code, subject } = await receiveMail(to, "", since);
  if (code) return code;
  throw new Error(`The mail "${subject}" to ${to} has no six-digit code.`);
}
