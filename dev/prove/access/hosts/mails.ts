import { systemPool } from "@/lib/infra/database/pools";
import { MAIL_TEMPLATES, type MailTemplate } from "@/lib/notifications/mail/schema";
import { openJob } from "@/lib/notifications/open-job";
import { type AccessReport, judge } from "../report";

export const EVIL = "evil.example";

/** Only now: React chooses between its two builds when it is loaded, and the stage says which. */
const writer = async () => (await import("@/lib/notifications/mail/render-mail")).renderMail;

type Mail = { template: MailTemplate; locale: "en" | "nl"; data: Record<string, unknown> };

/** Who lies asks more often than any person would: a limit would answer instead of what is tried. */
export async function forgive(): Promise<void> {
  await systemPool().query("delete from platform.rate_limits");
}

/** Everything that waits to be mailed, opened. */
export async function allMails(): Promise<Mail[]> {
  const { rows } = await systemPool().query<{ id: string; payload: string; tenantId: string | null }>(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'mail' and payload is not null`,
  );
  return Promise.all(rows.map(async (row) => (await openJob(row)) as Mail));
}

/** Links of ours, by the configured origin; those of workspaces are one name below it. */
export function isCanonical(address: string, root: string): boolean {
  if (!URL.canParse(address)) return false;
  const [url, own] = [new URL(address), new URL(root)];
  const isHost =
    url.host === own.host || new RegExp(`^[a-z0-9-]+\\.${RegExp.escape(own.host)}$`).test(url.host);
  return url.protocol === own.protocol && isHost && !url.username && !url.password;
}

/** Every link of every mail, in its data and as it is written, in both languages. */
export async function judgeMails(report: AccessReport, root: string): Promise<Map<string, number>> {
  const renderMail = await writer();
  const templates = new Map<string, number>();
  let links = 0;
  for (const mail of await allMails()) {
    templates.set(mail.template, (templates.get(mail.template) ?? 0) + 1);
    const written = await renderMail(mail.template, mail.locale, mail.data);
    const texts = [JSON.stringify(mail.data), written.subject, written.html, written.text];
    const found = texts.flatMap((text) => text.match(/https?:\/\/[^\s"'<>\\)]+/g) ?? []);
    const strange = found.filter((link) => !isCanonical(link, root) && !isNamespace(link));
    links += found.length;
    const holds = strange.length === 0 && !texts.join(" ").includes(EVIL);
    judge(report, "violations", holds, `a mail ${mail.template} links to ${strange.join(", ") || EVIL}`);
  }
  report.figures["hosts: mails"] = [...templates].map(([name, count]) => `${name} ${count}`).join(", ");
  report.figures["hosts: links in them, all to the configured origin"] = links;
  return templates;
}

/** Names of document types, which nobody follows. */
function isNamespace(link: string): boolean {
  return link.startsWith("http://www.w3.org/");
}

/** The last line: a mail whose link leads elsewhere is not written at all. */
export async function forgedMails(report: AccessReport): Promise<void> {
  const renderMail = await writer();
  const data: Record<string, unknown> = { url: `http://${EVIL}/reset-password#token=x` };
  const linked = (Object.keys(MAIL_TEMPLATES) as MailTemplate[]).filter(
    (template) => MAIL_TEMPLATES[template].safeParse(data).success,
  );
  for (const template of linked) {
    const isWritten = await renderMail(template, "en", data).then(
      () => true,
      () => false,
    );
    judge(report, "violations", !isWritten, `a mail ${template} with a link to ${EVIL} was written`);
  }
}
