import type en from "@/components/i18n/messages/en";
import type { Locale as AppLocale } from "@/lib/core/locale";

declare module "next-intl" {
  interface AppConfig {
    Locale: AppLocale;
    Messages: typeof en;
  }
}
