import "server-only";
import type { TenantFacts } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { safeFetch } from "@/lib/infra/outgoing/safe-fetch";
import type { IntegrationModel } from "@/lib/infra/prisma/generated/models";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { signWebhook } from "./connectors/sign-webhook";
import { slackText } from "./connectors/slack-text";
import { isAvailable, openSecret } from "./internal";
import type { IntegrationJob } from "./job";
import { CONFIGS, integrationKind } from "./schema";

const KEPT_DAYS = 30;
/** The receiver says that it is gone for good (RFC 9110, 15.5.11). */
const GONE = 410;

type Outcome = { status: number | null; reason: string | null; durationMs: number };

/**
 * Delivers one event to one integration of this tenant and writes the attempt down. An integration that is off, gone,
 * another tenant's or no longer in the plan is passed over.
 * @throws DomainError upstream_failed so that the worker tries again later
 */
export async function deliverEvent(
  tenant: Pick<TenantFacts, "id" | "slug" | "name" | "locale" | "entitlements">,
  job: IntegrationJob,
  attempt: number,
): Promise<void> {
  const scope = { tenantId: tenant.id };
  const row = await withTenant(scope, (tx) =>
    tx.integration.findUnique({ where: { id: job.integration_id } }),
  );
  const kind = integrationKind.safeParse(row?.kind).data;
  if (!row?.enabled || !kind || !isAvailable(tenant.entitlements, kind)) return;
  const outcome = await send(tenant, row, job);
  await record(tenant.id, row.id, job, attempt, outcome);
  if (outcome.reason !== null && outcome.status !== GONE) {
    throw new DomainError("upstream_failed", "The integration did not take the event.", {
      reason: outcome.reason,
    });
  }
}

async function send(
  tenant: Pick<TenantFacts, "id" | "slug" | "name" | "locale">,
  row: IntegrationModel,
  job: IntegrationJob,
): Promise<Outcome> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  try {
    const secret = await openSecret(tenant.id, row);
    const { url, body, headers } =
      row.kind === "slack" ? slackRequest(tenant, secret, job) : webhookRequest(tenant, row, secret, job);
    const { status } = await safeFetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
    const ok = status >= 200 && status < 300;
    return { status, reason: ok ? null : `status_${status}`, durationMs: since() };
  } catch (error) {
    const reason = error instanceof DomainError ? error.details.reason : undefined;
    return { status: null, reason: reason ?? "failed", durationMs: since() };
  }
}

type Outgoing = { url: string; body: string; headers: Record<string, string> };

function slackRequest(
  tenant: Pick<TenantFacts, "slug" | "name" | "locale">,
  url: string,
  job: IntegrationJob,
): Outgoing {
  return { url, body: JSON.stringify({ text: slackText(tenant, job) }), headers: {} };
}

/** The id names the event, not the attempt: a receiver that got it twice knows. */
function webhookRequest(
  tenant: Pick<TenantFacts, "id" | "slug">,
  row: IntegrationModel,
  secret: string,
  job: IntegrationJob,
): Outgoing {
  const { event, event_id: id, occurred_at: timestamp, actor, target } = job;
  const data = { workspace: { id: tenant.id, slug: tenant.slug }, actor, target };
  const body = JSON.stringify({ type: event, timestamp, data });
  const { url } = CONFIGS.webhook.parse(row.config);
  return { url, body, headers: signWebhook(secret, `msg_${id}`, body) };
}

async function record(
  tenantId: string,
  integrationId: string,
  job: IntegrationJob,
  attempt: number,
  outcome: Outcome,
): Promise<void> {
  const now = new Date();
  const failed = outcome.reason !== null;
  await withTenant({ tenantId }, async (tx) => {
    // Removed meanwhile: nothing to write to.
    const { count } = await tx.integration.updateMany({
      where: { id: integrationId },
      data: {
        lastUsedAt: now,
        lastError: outcome.reason,
        lastErrorAt: failed ? now : null,
        ...(outcome.status === GONE && { enabled: false }),
      },
    });
    if (count === 0) return;
    await tx.integrationDelivery.create({
      data: {
        id: newId(),
        integrationId,
        eventId: job.event_id,
        event: job.event,
        attempt: attempt + 1,
        succeeded: !failed,
        responseStatus: outcome.status,
        durationMs: outcome.durationMs,
        reason: outcome.reason,
      },
      select: { id: true },
    });
    const oldest = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
    await tx.integrationDelivery.deleteMany({ where: { integrationId, createdAt: { lt: oldest } } });
  });
}
