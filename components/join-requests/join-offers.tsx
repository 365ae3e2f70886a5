"use client";
import { useTranslations } from "next-intl";
import { lazy, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { OnceOpen } from "@/components/ui/overlays/once-open";
import type { JoinOfferDto } from "@/lib/access/join-requests/schema";

const AskDialog = lazy(async () => ({
  default: (await import("@/components/join-requests/ask-dialog")).AskDialog,
}));

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
  const [isAsking, setIsAsking] = useState(false);
  const [hasAsked, setHasAsked] = useState(offer.asked);
  return (
    <Alert
      tone="info"
      title={t("offer", { name: offer.name })}
      action={
        hasAsked ? undefined : (
          <Button size="sm" onClick={() => setIsAsking(true)}>
            {t("ask", { name: offer.name })}
          </Button>
        )
      }
    >
      <span role="status">{hasAsked ? t("asked") : t("hint", { domain: offer.domain })}</span>
      <OnceOpen open={isAsking}>
        <AskDialog
          offer={offer}
          open={isAsking}
          onClose={() => setIsAsking(false)}
          onAsked={() => setHasAsked(true)}
        />
      </OnceOpen>
    </Alert>
  );
}
