import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CheckoutOutcome } from "@/components/billing/checkout-outcome";
import { WaitForPayment } from "@/components/billing/wait-for-payment";
import { Translations } from "@/components/i18n/translations";
import { requireContext } from "@/lib/access/require-context";
import { syncCheckoutReturn } from "@/lib/billing/subscriptions/sync-checkout-return";
import { NotFoundError } from "@/lib/core/errors";

type Props = { searchParams: Promise<{ session_id?: string | string[] }> };

export async function generateMetadata() {
  const t = await getTranslations("billing");
  return { title: t("title") };
}

export default async function CheckoutSuccessPage({ searchParams }: Props) {
  const ctx = await requireContext("billing:read");
  const { session_id: sessionId } = await searchParams;
  if (typeof sessionId !== "string") redirect("/billing");
  const subscription = await syncCheckoutReturn(ctx, { sessionId }).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound();
    throw error;
  });
  return (
    <Translations namespaces={["billing", "plans"]}>
      {subscription ? <CheckoutOutcome plan={subscription.plan} /> : <WaitForPayment />}
    </Translations>
  );
}
