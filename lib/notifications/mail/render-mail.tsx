import "server-only";
import { render } from "@react-email/render";
import { parseHost } from "@/lib/tenancy/hosts";
import { en } from "./en/texts";
import { MailLayout } from "./layout";
import { nl } from "./nl/texts";
import { oneLine, unlinked } from "./safe-text";
import {
  MAIL_TEMPLATES,
  type MailBrand,
  type MailContent,
  type MailData,
  type MailLocale,
  type MailTemplate,
} from "./schema";

export type RenderedMail = { subject: string; html: string; text: string };

const TEXTS = { en, nl };
/** Never rewritten: addresses are checked instead, dates are parsed. */
const VERBATIM = new Set([
  "url",
  "slug",
  "code",
  "expiresAt",
  "endsAt",
  "deleteAfter",
  "dropAt",
  "signedInAt",
]);
const MAX_SUBJECT_LENGTH = 200;

/**
 * Makes subject, HTML and plain text of a mail, in the look of the workspace that sends it. Names of people and workspaces come out inert: one line, no links.
 * @throws TypeError for a link that does not lead to this installation
 */
export async function renderMail<T extends MailTemplate>(
  template: T,
  locale: MailLocale,
  data: unknown,
  sender: MailBrand | null = null,
): Promise<RenderedMail> {
  const values = MAIL_TEMPLATES[template].parse(data) as MailData<T>;
  const write = TEXTS[locale][template] as (data: MailData<T>) => MailContent;
  const content = write(cleaned(values, unlinked));
  if (content.action) assertOwnUrl(content.action.url);
  const brand = sender && cleanedBrand(sender);
  const subject = oneLine(write(cleaned(values, oneLine)).subject).slice(0, MAX_SUBJECT_LENGTH);
  const html = await render(<MailLayout content={{ ...content, subject }} locale={locale} brand={brand} />);
  return { subject, html, text: plainText(content, brand) };
}

function cleaned<D extends object>(data: D, clean: (value: string) => string): D {
  const entries = Object.entries(data).map(([key, value]) => [
    key,
    typeof value === "string" && !VERBATIM.has(key) ? clean(value) : value,
  ]);
  // Only texts were replaced, each by a text.
  return Object.fromEntries(entries) as D;
}

function assertOwnUrl(url: string): void {
  const { protocol, host } = new URL(url);
  const isOwn = /^https?:$/.test(protocol) && parseHost(host).kind !== "unknown";
  if (!isOwn) throw new TypeError("a mail may only link to this installation");
}

/** @throws TypeError for a picture that is not ours */
function cleanedBrand(brand: MailBrand): MailBrand {
  if (brand.logoUrl) assertOwnUrl(brand.logoUrl);
  const footer = brand.footer.split("\n").map(unlinked).join("\n");
  return { ...brand, name: unlinked(brand.name), footer };
}

function plainText(content: MailContent, brand: MailBrand | null): string {
  const parts = [content.title, ...content.lines];
  if (content.code) parts.push(content.code);
  if (content.action) parts.push(`${content.action.label}:\n${content.action.url}`);
  const names = brand ? [brand.name, brand.footer, brand.poweredBy ? "Atrium" : ""] : ["Atrium"];
  const signature = ["-- ", names[0], content.note, ...names.slice(1)].filter(Boolean).join("\n");
  return `${[...parts, signature].join("\n\n")}\n`;
}
