"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { RelativeTime } from "@/components/ui/display/time";
import { Alert } from "@/components/ui/feedback/alert";
import { OnceOpen } from "@/components/ui/overlays/once-open";
import type { FactorResetRequest } from "@/lib/access/members/factor-resets/schema";

const ResetFactorDialog = lazy(async () => ({
  default: (await import("@/components/members/reset-factor-dialog")).ResetFactorDialog,
}));

/** Members who lost their second step and ask for help. Renders nothing when there are none. */
export function FactorResetRequests({ requests }: { requests: readonly FactorResetRequest[] }) {
  const t = useTranslations("members.factorResets");
  const router = useRouter();
  const [chosen, setChosen] = useState<FactorResetRequest>();
  return (
    <div className="grid gap-2 empty:hidden">
      {requests.map((request) => (
        <Alert
          key={request.id}
          tone="warning"
          action={
            <Button size="sm" onClick={() => setChosen(request)}>
              {t("reset")}
            </Button>
          }
        >
          {t("text", { name: request.name || request.email, email: request.email })}{" "}
          <RelativeTime value={request.asked_at} />
        </Alert>
      ))}
      <OnceOpen open={chosen !== undefined}>
        {chosen ? (
          <ResetFactorDialog
            person={{ id: chosen.id, name: chosen.name || chosen.email }}
            base="/users"
            onClose={() => setChosen(undefined)}
            onDone={() => router.refresh()}
          />
        ) : null}
      </OnceOpen>
    </div>
  );
}
