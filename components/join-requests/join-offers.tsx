"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { askToJoin } from "@/components/join-requests/queries";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { useErrorText } from "@/components/ui/forms/error-text";
import type { JoinOfferDto } from "@/lib/access/join-requests/schema";

/** Workspaces of colleagues, each with a way to ask in. Nothing when there are none. */
export function JoinOffers({ offers }: { offers: readonly JoinOfferDto[] }) {
  const t = useTranslations("joinRequests.offers");
  if (offers.length === 0) return null;
  return (
    <section aria-label={t("title")} className="grid gap-2">
      {offers.map((offer) => (
        <Offer key={offer.id} offer={offer} />
      ))}
    </section>
  );
}

function Offer({ offer }: { offer: JoinOfferDto }) {
  const t = useTranslations("joinRequests.offers");
  const errorText = useErrorText();
  const ask = useMutation({ mutationFn: () => askToJoin(offer.id, "") });
  const hasAsked = offer.asked || ask.isSuccess;
  return (
    <Alert
      tone="info"
      title={t("offer", { name: offer.name })}
      action={
        hasAsked ? undefined : (
          <Button size="sm" loading={ask.isPending} onClick={() => ask.mutate()}>
            {t("ask", { name: offer.name })}
          </Button>
        )
      }
    >
      <span role="status">{hasAsked ? t("asked") : t("hint", { domain: offer.domain })}</span>
      {ask.error ? <span className="block text-danger-text">{errorText.ofRequest(ask.error)}</span> : null}
    </Alert>
  );
}
