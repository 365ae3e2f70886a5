"use client";
import { useTranslations } from "next-intl";
import { StatusPage } from "@/components/layout/site/status-page";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function PageError({ error, reset }: Props) {
  const t = useTranslations("errors.pages");
  return (
    <StatusPage code={error.digest} title={t("failedTitle")} description={t("failedDescription")}>
      <Button variant="primary" onClick={reset}>
        {t("retry")}
      </Button>
      <ButtonLink href="/">{t("goHome")}</ButtonLink>
    </StatusPage>
  );
}
