import { api } from "@/lib/api/client";
import { LOCALE_COOKIE, type Locale, THEME_COOKIE, type Theme } from "@/lib/core/locale";

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

function writeCookie(name: string, value: string) {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser
  document.cookie = `${name}=${value}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; SameSite=Lax${secure}`;
}

// The cookie decides for this browser; the account only remembers the choice for others, so a failure is harmless.
function remember(preference: { locale: Locale } | { theme: Theme }, isSignedIn: boolean) {
  if (isSignedIn) api.put("/me/preferences", { body: preference }).catch(() => undefined);
}

export function currentTheme(): Theme {
  const { classList } = document.documentElement;
  return classList.contains("dark") ? "dark" : classList.contains("light") ? "light" : "system";
}

/** Applies a colour theme at once and keeps it. */
export function saveTheme(theme: Theme, isSignedIn: boolean): void {
  const { classList } = document.documentElement;
  classList.remove("light", "dark");
  if (theme !== "system") classList.add(theme);
  writeCookie(THEME_COOKIE, theme);
  remember({ theme }, isSignedIn);
}

/** Keeps a language; the caller refreshes the page so that the server writes it. */
export function saveLocale(locale: Locale, isSignedIn: boolean): void {
  writeCookie(LOCALE_COOKIE, locale);
  remember({ locale }, isSignedIn);
}
