import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Namespace } from "@/components/i18n/messages";
import { MessagesProvider } from "@/components/i18n/messages-provider";

// What the primitives themselves say; every page has them.
const BASE_NAMESPACES: readonly Namespace[] = ["ui", "errors"];

async function pickMessages(namespaces: readonly Namespace[]) {
  const messages = await getMessages();
  return Object.fromEntries(namespaces.map((namespace) => [namespace, messages[namespace]]));
}

/** For the root layout: language and the texts of the primitives. */
export async function BaseTranslations({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={await pickMessages(BASE_NAMESPACES)}>{children}</NextIntlClientProvider>
  );
}

type Props = {
  /** Namespaces that client components below read with `useTranslations`; those of outer providers stay available. */
  namespaces: readonly Namespace[];
  children: ReactNode;
};

/** Hands the named texts, and only those, to the client components inside. Server components need no provider. */
export async function Translations({ namespaces, children }: Props) {
  return <MessagesProvider messages={await pickMessages(namespaces)}>{children}</MessagesProvider>;
}
