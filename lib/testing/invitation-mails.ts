import { systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";

export type SentMail = { template: string; to: string; data: { url: string } };

/** Mails of a tenant that wait to be sent, oldest first. */
export async function waitingMails(tenantId: string): Promise<SentMail[]> {
  const { rows } = await systemPool().query<{ id: string; payload: string; tenantId: string }>(
    `select id, payload, tenant_id as "tenantId" from platform.outbox
     where tenant_id = $1 and queue = 'mail' order by id`,
    [tenantId],
  );
  return Promise.all(rows.map(async (row) => (await openJob(row)) as SentMail));
}

/** The token in the last invitation that was mailed, to anybody or to one address. */
export async function lastInvitationToken(tenantId: string, to?: string): Promise<string> {
  const letters = (await waitingMails(tenantId)).filter(
    (mail) => mail.template === "invitation" && (to === undefined || mail.to === to),
  );
  return new URL(letters.at(-1)?.data.url ?? "about:blank").hash.slice(1);
}
