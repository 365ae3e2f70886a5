import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { planTerms } from "@/lib/billing/schema";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata() {
  const t = await getTranslations("billing.cancelled");
  return { title: t("title") };
}

export default async function CheckoutCancelledPage({ searchParams }: Props) {
  await requireContext("billing:read");
  const [t, query] = await Promise.all([getTranslations("billing.cancelled"), searchParams]);
  const terms = planTerms.safeParse({ plan: query.plan, interval: query.interval ?? "month" });
  const again = terms.success ? `?plan=${terms.data.plan}&interval=${terms.data.interval}` : "";
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/billing${again}`} variant="primary">
          {t("again")}
        </ButtonLink>
        <ButtonLink href="/billing">{t("billing")}</ButtonLink>
      </div>
    </>
  );
}
