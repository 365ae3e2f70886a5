import { getLocale, getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/feedback/alert";
import { formatDate } from "@/lib/core/format";
import { DEFAULT_LOCALE, isLocale } from "@/lib/core/locale";

/** Tells a member who came in another way from when only single sign-on opens the workspace. */
export async function SsoBanner({ dueAt }: { dueAt: Date | null }) {
  if (!dueAt) return null;
  const [t, locale] = await Promise.all([getTranslations("security.sso"), getLocale()]);
  return (
    <Alert shape="banner" tone="warning">
      {t("banner", { date: formatDate(dueAt, isLocale(locale) ? locale : DEFAULT_LOCALE) })}
    </Alert>
  );
}
