"use client";
import { useTranslations } from "next-intl";
import { StatusPage } from "@/components/layout/site/status-page";
import { Button } from "@/components/ui/actions/button";
import { buttonVariants } from "@/components/ui/actions/button-variants";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** A page that threw. Its link leaves through a full load, which also clears broken state. */
export default function FailedPage({ error, reset }: Props) {
  const t = useTranslations("errors.pages");
  return (
    <StatusPage code={error.digest} title={t("failedTitle")} description={t("failedDescription")}>
      <Button variant="primary" onClick={reset}>
        {t("retry")}
      </Button>
      <a href="/" className={buttonVariants()}>
        {t("goHome")}
      </a>
    </StatusPage>
  );
}
