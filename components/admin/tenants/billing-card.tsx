import { useLocale, useTranslations } from "next-intl";
import { Id } from "@/components/admin/tenants/facts-card";
import { StripeSyncButton } from "@/components/admin/tenants/stripe-sync-button";
import { planName } from "@/components/admin/tenants/tenant-columns";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import { DateTime } from "@/components/ui/display/time";
import type { AdminTenantDetailDto } from "@/lib/back-office/tenants/schema";
import type { BillingState } from "@/lib/core/context";
import { formatPeriod } from "@/lib/core/format";

/** Plan and subscription as the mirror of Stripe has them. */
export function BillingCard({ tenant }: { tenant: AdminTenantDetailDto }) {
  const t = useTranslations("admin.tenant.billing");
  const states = useTranslations("admin.billingState");
  const locale = useLocale();
  const { account, subscription } = tenant;
  const { current_period_start: start, current_period_end: end } = subscription ?? {};
  const customer = account.stripe_customer_id;
  const rows = {
    plan: planName(tenant.plan),
    state: states(account.billing_state as BillingState),
    customer: customer ? <Id value={customer} name={t("customer")} /> : t("noCustomer"),
    email: account.billing_email,
    subscription: subscription && <Id value={subscription.stripe_subscription_id} name={t("subscription")} />,
    subscriptionStatus: subscription && <code className="font-mono text-xs">{subscription.status}</code>,
    interval: subscription && t(`intervals.${subscription.interval}`),
    period: start && end ? formatPeriod(start, end, locale) : null,
    ends: subscription?.cancels_at ? <DateTime value={subscription.cancels_at} /> : null,
    pastDue: subscription?.past_due_since ? <DateTime value={subscription.past_due_since} /> : null,
  };
  const keys = (Object.keys(rows) as (keyof typeof rows)[]).filter((key) => rows[key] !== null);
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={<StripeSyncButton tenantId={tenant.id} />}
    >
      <DescriptionList items={keys.map((key) => ({ key, term: t(key), value: rows[key] }))} />
    </Card>
  );
}
