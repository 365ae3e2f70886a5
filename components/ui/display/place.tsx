import { useLocale, useTranslations } from "next-intl";
import { countryName } from "@/lib/core/country-name";
import type { Place } from "@/lib/core/place";

/** Where an address lies, in the reader's language. */
export function PlaceName({ place }: { place: Place }) {
  const t = useTranslations("ui.place");
  const locale = useLocale();
  if (place.kind !== "country") return t(place.kind);
  // Browsers do not call every country alike.
  return <span suppressHydrationWarning>{countryName(place.country, locale)}</span>;
}

/** Whose data the places are: its licence asks for this link on every page that shows one. */
export function PlaceSource() {
  const t = useTranslations("ui.place");
  return (
    <a href="https://db-ip.com" target="_blank" rel="noreferrer" className="underline">
      {t("source")}
    </a>
  );
}
