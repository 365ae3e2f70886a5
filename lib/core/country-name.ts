import type { Locale } from "./locale";

/** A country in the reader's language; the code itself for one without a name there. */
export function countryName(code: string, locale: Locale): string {
  return new Intl.DisplayNames([locale], { type: "region", fallback: "code" }).of(code) ?? code;
}
