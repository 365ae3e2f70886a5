"use client";
import { NextIntlClientProvider, useTranslations } from "next-intl";

const messages = { shell: { greeting: "Hello" } };

export function Shell({ children }) {
  return (
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      {children}
    </NextIntlClientProvider>
  );
}

export function Greeting() {
  return <p>{useTranslations("shell")("greeting")}</p>;
}
