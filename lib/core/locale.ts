/** Languages of the interface, mails and problem titles. The first is the fallback. */
export const LOCALES = ["en", "nl"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "en";
export const LOCALE_COOKIE = "atrium.locale";

/** `system` follows the device's colour scheme. */
export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];
export const DEFAULT_THEME: Theme = "system";
export const THEME_COOKIE = "atrium.theme";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

/** The supported language a browser prefers most, by `Accept-Language` (RFC 9110, section 12.5.4). */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  const ranked = (acceptLanguage ?? "")
    .split(",")
    .map((part, index) => {
      const [tag = "", ...params] = part.trim().split(";");
      const quality = params.map((param) => param.trim()).find((param) => param.startsWith("q="));
      const weight = quality ? Number(quality.slice(2)) : 1;
      return { language: tag.split("-")[0]?.toLowerCase(), weight: Number.isNaN(weight) ? 0 : weight, index };
    })
    .filter((entry) => entry.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.index - b.index);
  return ranked.map((entry) => entry.language).find(isLocale) ?? DEFAULT_LOCALE;
}

/** The language to use: an explicit choice first, then the browser's wish. */
export function resolveLocale(chosen: string | null | undefined, acceptLanguage?: string | null): Locale {
  return isLocale(chosen) ? chosen : negotiateLocale(acceptLanguage);
}
