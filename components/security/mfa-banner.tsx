import { getLocale, getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { formatDate } from "@/lib/core/format";
import { DEFAULT_LOCALE, isLocale } from "@/lib/core/locale";

/** Tells a member from when the workspace asks for a second factor that they do not have yet. */
export async function MfaBanner({ dueAt }: { dueAt: Date | null }) {
  if (!dueAt) return null;
  const [t, locale] = await Promise.all([getTranslations("security.mfa"), getLocale()]);
  return (
    <Alert
      shape="banner"
      tone="warning"
      action={
        <ButtonLink href="/profile" size="sm">
          {t("bannerAction")}
        </ButtonLink>
      }
    >
      {t("banner", { date: formatDate(dueAt, isLocale(locale) ? locale : DEFAULT_LOCALE) })}
    </Alert>
  );
}
