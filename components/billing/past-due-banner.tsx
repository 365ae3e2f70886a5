import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { formatDate } from "@/lib/core/format";

type Props = {
  payUrl: string | null;
  /** The next step of the ladder; null when access is closed already. */
  next: { state: "restricted" | "suspended"; at: string } | null;
};

/** A payment failed: what happens when, and the way to pay. */
export function PastDueBanner({ payUrl, next }: Props) {
  const t = useTranslations("billing.pastDue");
  const locale = useFormatLocale();
  return (
    <Alert
      tone={next?.state === "restricted" ? "warning" : "danger"}
      title={t("title")}
      action={
        payUrl ? (
          <ButtonLink href={payUrl} external variant="primary" size="sm">
            {t("pay")}
          </ButtonLink>
        ) : undefined
      }
    >
      {next ? t(next.state, { date: formatDate(next.at, locale) }) : t("closed")}
    </Alert>
  );
}
