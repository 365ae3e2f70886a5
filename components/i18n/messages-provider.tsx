"use client";
import { type Messages, NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { type ReactNode, useMemo } from "react";

type Props = {
  /** An object of namespaces, as JSON. */
  json: string;
  children: ReactNode;
};

/** Adds messages to those of the enclosing provider, so that no text is sent twice. */
export function MessagesProvider({ json, children }: Props) {
  const outer = useMessages();
  const locale = useLocale();
  const merged = useMemo(() => ({ ...outer, ...(JSON.parse(json) as Partial<Messages>) }), [outer, json]);
  return (
    <NextIntlClientProvider locale={locale} messages={merged}>
      {children}
    </NextIntlClientProvider>
  );
}
