import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Namespace } from "@/components/i18n/messages";
import { MessagesProvider } from "@/components/i18n/messages-provider";

// What the primitives themselves say; every page has them.
const BASE_NAMESPACES: readonly Namespace[] = ["ui", "errors"];

/** As one string: React takes an object apart value by value, here, when it writes the page, and in the browser. */
async function pickMessages(namespaces: readonly Namespace[]): Promise<string> {
  const messages = await getMessages();
  return JSON.stringify(Object.fromEntries(namespaces.map((namespace) => [namespace, messages[namespace]])));
}

/** For the root layout: language and the texts of the primitives. */
export async function BaseTranslations({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={{}}>
      <MessagesProvider json={await pickMessages(BASE_NAMESPACES)}>{children}</MessagesProvider>
    </NextIntlClientProvider>
  );
}

type Props = {
  /** Namespaces that client components below read with `useTranslations`; those of outer providers stay available. */
  namespaces: readonly Namespace[];
  children: ReactNode;
};

/** Hands the named texts, and only those, to the client components inside. Server components need no provider. */
export async function Translations({ namespaces, children }: Props) {
  return <MessagesProvider json={await pickMessages(namespaces)}>{children}</MessagesProvider>;
}
