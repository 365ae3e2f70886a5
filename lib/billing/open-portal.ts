import "server-only";
import type * as z from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { stripeClient } from "@/lib/infra/stripe";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensureStripeCustomer } from "./ensure-stripe-customer";
import { type portalDto, portalInput } from "./schema";
import { callStripe, isMissing } from "./stripe/call-stripe";
import { PORTAL_SETTING, syncCatalogue } from "./sync-catalogue";

/**
 * A link into Stripe's Customer Portal: payment methods, invoices, billing details, cancelling. It works for minutes
 * and for one person.
 * @throws DomainError permission_denied, step_up_required, upstream_failed
 */
export async function openPortal(
  ctx: TenantContext,
  input: z.input<typeof portalInput>,
): Promise<z.input<typeof portalDto>> {
  ctx.authorize("billing:manage");
  assertRecent(ctx.actor);
  const { flow } = portalInput.parse(input);
  const customer = await ensureStripeCustomer(ctx.tenant.accountId);
  const url = await callStripe(async () => {
    try {
      return await createSession(ctx, customer, flow);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await syncCatalogue();
      return createSession(ctx, customer, flow);
    }
  });
  await withSystem((tx) =>
    recordEvent(tx, ctx, {
      action: "billing_portal.opened",
      target: { type: "account", id: ctx.tenant.accountId },
    }),
  );
  return { url };
}

async function createSession(
  ctx: TenantContext,
  customer: string,
  flow: z.output<typeof portalInput>["flow"],
): Promise<string> {
  const configuration = (await storedConfiguration()) ?? (await madeConfiguration());
  const session = await stripeClient().billingPortal.sessions.create({
    customer,
    return_url: tenantUrl(ctx.tenant.slug, "/billing"),
    locale: ctx.tenant.locale,
    ...(configuration && { configuration }),
    ...(flow === "payment_method" && { flow_data: { type: "payment_method_update" } }),
  });
  return session.url;
}

async function madeConfiguration(): Promise<string | null> {
  await syncCatalogue();
  return storedConfiguration();
}

async function storedConfiguration(): Promise<string | null> {
  const row = await withSystem((tx) => tx.platformSetting.findUnique({ where: { key: PORTAL_SETTING } }));
  return typeof row?.value === "string" ? row.value : null;
}
