"use client";
import { useTranslations } from "next-intl";
import { StatusPage } from "@/components/layout/site/status-page";
import { buttonVariants } from "@/components/ui/actions/button-variants";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Sent with every page, so it stays light; its link leaves through a full load, which also clears broken state. */
export default function PageError({ error, reset }: Props) {
  const t = useTranslations("errors.pages");
  return (
    <StatusPage code={error.digest} title={t("failedTitle")} description={t("failedDescription")}>
      <button type="button" className={buttonVariants({ variant: "primary" })} onClick={reset}>
        {t("retry")}
      </button>
      <a href="/" className={buttonVariants()}>
        {t("goHome")}
      </a>
    </StatusPage>
  );
}
