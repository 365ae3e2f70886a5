import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { loadMessages } from "@/components/i18n/messages";
import { LOCALE_COOKIE, resolveLocale } from "@/lib/core/locale";

/** Language of a request: the visitor's choice (cookie), else the browser's, else English. */
export default getRequestConfig(async () => {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()]);
  const locale = resolveLocale(cookieStore.get(LOCALE_COOKIE)?.value, headerStore.get("accept-language"));
  return { locale, messages: await loadMessages(locale), timeZone: "UTC" };
});
