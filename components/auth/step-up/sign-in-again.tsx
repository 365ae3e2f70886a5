"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PlainButtonLink } from "@/components/ui/actions/plain-button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { api } from "@/lib/api/client";
import type { SignInAgain as Answer } from "@/lib/auth/schema";

/** Leads to the provider that signed this person in, and back to this page. */
export function SignInAgain() {
  const t = useTranslations("ui.stepUp");
  const next = window.location.pathname + window.location.search;
  const { data, isError } = useQuery({
    queryKey: ["me", "step-up", next],
    queryFn: () => api.get<Answer>("/me/step-up", { query: { next } }),
  });
  if (isError) return <Alert tone="danger">{t("againFailed")}</Alert>;
  if (!data) return <Skeleton className="h-9" />;
  if (!data.again) return <Alert tone="warning">{t("againNobody")}</Alert>;
  const { name, url } = data.again;
  return (
    <div className="grid gap-3">
      <p className="text-fg-muted text-sm">{t("againHint", { name })}</p>
      <PlainButtonLink href={url} variant="primary" block>
        {t("again", { name })}
      </PlainButtonLink>
    </div>
  );
}
