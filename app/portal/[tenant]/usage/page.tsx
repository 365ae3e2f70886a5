import { Activity, Download } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { callSnippets } from "@/components/api-keys/snippets";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { CodeBlock } from "@/components/ui/display/code-block";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { ChoiceNav } from "@/components/usage/choice-nav";
import { LimitsCard } from "@/components/usage/limits-card";
import { LiveRefresh } from "@/components/usage/live-refresh";
import { UsageChart } from "@/components/usage/usage-chart";
import { rangeQuery, USAGE_RANGES, usageView } from "@/components/usage/usage-view";
import { requireContext } from "@/lib/access/require-context";
import { formatUtc } from "@/lib/core/format";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { getUsageSeries } from "@/lib/usage/get-usage-series";
import { listLimits } from "@/lib/usage/list-limits";
import { listMeters } from "@/lib/usage/list-meters";
import { API_CALLS } from "@/lib/usage/schema";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata() {
  const t = await getTranslations("usage");
  return { title: t("title") };
}

export default async function UsagePage({ searchParams }: Props) {
  const ctx = await requireContext("usage:read");
  const { meter, range } = usageView.parse(await searchParams);
  const [t, locale, limits, meters] = await Promise.all([
    getTranslations("usage"),
    getLocale(),
    listLimits(ctx),
    listMeters(ctx),
  ]);
  const calls = limits.data.find((limit) => limit.meter === API_CALLS);
  const period =
    calls?.period_start && calls.period_end ? { start: calls.period_start, end: calls.period_end } : null;
  const query = rangeQuery(range, period);
  const buckets = await getUsageSeries(ctx, { meter, ...query });
  const meterLabel = meter === API_CALLS ? t("meters.api_calls") : meter;
  const hasNothing =
    meters.length === 1 && calls?.used === 0 && buckets.every((bucket) => bucket.errors === 0);
  const address = (view: { meter: string; range: string }) => `/usage?${new URLSearchParams(view)}`;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <span data-testid="freshness" className="tabular text-fg-subtle text-sm">
              {t("asOf", { time: formatUtc(new Date(), locale, "dateTimeSeconds") })}
            </span>
            <LiveRefresh label={t("refresh")} />
            {hasFeature(ctx.tenant.entitlements, "usage_export") ? (
              <ButtonLink
                external
                href={`/api/v1/usage/export?${new URLSearchParams({ meter, ...query })}`}
                download
              >
                <Download aria-hidden="true" className="size-4" />
                {t("download")}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <div className="grid min-w-0 gap-6">
        <LimitsCard
          limits={limits.data}
          upgradeHref={ctx.decide("billing:manage").allowed ? "/billing" : null}
        />
        {meters.length > 1 ? (
          <ChoiceNav
            look="tabs"
            label={t("meters.label")}
            choices={meters.map((name) => ({
              href: address({ meter: name, range }),
              label: name === API_CALLS ? t("meters.api_calls") : name,
              isCurrent: name === meter,
            }))}
          />
        ) : null}
        {hasNothing ? (
          <EmptyState
            icon={Activity}
            title={t("empty.title")}
            description={t("empty.description")}
            action={
              ctx.decide("api_keys:create").allowed ? (
                <ButtonLink variant="primary" href="/settings/api-keys?dialog=create">
                  {t("empty.createKey")}
                </ButtonLink>
              ) : undefined
            }
          >
            <CodeBlock
              label={t("empty.example")}
              code={callSnippets(new URL(tenantUrl(ctx.tenant.slug)).origin, "ak_live_…").slice(1)}
            />
          </EmptyState>
        ) : (
          <UsageChart meter={meter} meterLabel={meterLabel} interval={query.interval} buckets={buckets}>
            <ChoiceNav
              look="pills"
              label={t("ranges.label")}
              choices={USAGE_RANGES.map((name) => ({
                href: address({ meter, range: name }),
                label: t(`ranges.${name}`),
                isCurrent: name === range,
              }))}
            />
          </UsageChart>
        )}
      </div>
    </>
  );
}
