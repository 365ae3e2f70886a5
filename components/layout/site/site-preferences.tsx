"use client";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { currentTheme, saveLocale, saveTheme } from "@/components/layout/preferences";
import { Select } from "@/components/ui/forms/select";
import { isLocale, isTheme, LOCALES, THEMES, type Theme } from "@/lib/core/locale";

/** Language and theme of the public pages, as two plain selects: no menu code on the first page. */
export function SitePreferences() {
  const t = useTranslations("layout");
  const locale = useLocale();
  const router = useRouter();
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => setTheme(currentTheme()), []);
  return (
    <div className="flex gap-2">
      <Select
        size="sm"
        aria-label={t("locale.label")}
        value={locale}
        options={LOCALES.map((value) => ({ value, label: t(`locale.${value}`) }))}
        onChange={(event) => {
          if (!isLocale(event.target.value)) return;
          saveLocale(event.target.value, false);
          router.refresh();
        }}
      />
      <Select
        size="sm"
        aria-label={t("theme.label")}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={(event) => {
          if (!isTheme(event.target.value)) return;
          saveTheme(event.target.value, false);
          setTheme(event.target.value);
        }}
      />
    </div>
  );
}
