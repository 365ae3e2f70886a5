import { ensureStripeCustomer } from "@/lib/billing/ensure-stripe-customer";
import { syncCatalogue } from "@/lib/billing/sync-catalogue";
import { makeTenant } from "@/lib/testing/make-tenant";
import { startStripe } from "@/lib/testing/start-stripe";
import { liveHistory, rewind } from "./history";
import { runSchedule, type Stage, take, trustingHandler } from "./schedules";
import { forgetEverything, mailsSent, overlaps, stateHash } from "./state";

export type WebhookReport = {
  schedules: number;
  events: number;
  deliveries: number;
  /** Schedules that ended otherwise than delivery in order; must be 0. */
  diverged: number;
  doubled_mails: number;
  overlapping_periods: number;
  left_open: number;
  /** The same for a handler that believes what the last delivered event says. */
  control_diverged: number;
};

/** One living history of a subscription, delivered in random schedules and compared with delivery in order. */
export async function proveWebhooks(schedules: number, seed: number): Promise<WebhookReport> {
  const stripe = await startStripe();
  try {
    await syncCatalogue();
    const { accountId } = await makeTenant();
    const steps = await liveHistory(stripe, await ensureStripeCustomer(accountId));
    return await compare({ stripe, accountId, steps }, schedules, seed);
  } finally {
    await stripe.close();
  }
}

async function compare(stage: Stage, schedules: number, seed: number): Promise<WebhookReport> {
  const inOrder = await deliverInOrder(stage);
  const report: WebhookReport = {
    schedules,
    events: inOrder.events,
    deliveries: 0,
    diverged: 0,
    doubled_mails: 0,
    overlapping_periods: 0,
    left_open: 0,
    control_diverged: 0,
  };
  for (let index = 0; index < schedules; index += 1) {
    const run = await runSchedule(stage, seed + index);
    report.deliveries += run.deliveries.length;
    report.diverged += run.hash === inOrder.hash ? 0 : 1;
    report.doubled_mails += Math.max(0, run.mails - inOrder.mails);
    report.overlapping_periods += await overlaps(stage.accountId);
    report.left_open += run.open;
    report.control_diverged += trustingHandler(run.deliveries) === inOrder.trusted ? 0 : 1;
  }
  return report;
}

async function deliverInOrder({ stripe, accountId, steps }: Stage) {
  await forgetEverything(accountId);
  for (const step of steps) {
    rewind(stripe, step);
    for (const event of step.events) await take([event]);
  }
  const deliveries = steps.flatMap((step, index) => step.events.map((event) => ({ step: index, event })));
  return {
    hash: await stateHash(accountId),
    mails: await mailsSent(),
    events: deliveries.length,
    trusted: trustingHandler(deliveries),
  };
}
