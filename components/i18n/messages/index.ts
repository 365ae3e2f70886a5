import type { Messages } from "next-intl";
import type { Locale } from "@/lib/core/locale";

export type Namespace = keyof Messages;

/** Every text in one language. A new namespace is one JSON file per language plus one line in `en.ts` and `nl.ts`. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case "en":
      return (await import("@/components/i18n/messages/en")).default;
    case "nl":
      return (await import("@/components/i18n/messages/nl")).default;
    default:
      return locale satisfies never;
  }
}
