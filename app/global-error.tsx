"use client";
import { useEffect, useState } from "react";
import en from "@/components/i18n/messages/en/crash.json";
import nl from "@/components/i18n/messages/nl/crash.json";
import { LOCALE_COOKIE } from "@/lib/core/locale";
import "./globals.css";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Replaces the root layout when that itself fails, so it can use no provider: it reads the two languages directly. */
export default function GlobalError({ error, reset }: Props) {
  const [isDutch, setIsDutch] = useState(false);
  useEffect(() => setIsDutch(document.cookie.includes(`${LOCALE_COOKIE}=nl`)), []);
  const texts = isDutch ? nl : en;
  return (
    <html lang={isDutch ? "nl" : "en"}>
      <body>
        <main className="grid min-h-dvh place-items-center px-6">
          <div className="w-full max-w-md">
            <h1 className="font-semibold text-2xl">{texts.title}</h1>
            <p className="mt-2 text-fg-muted">{texts.description}</p>
            {error.digest ? <p className="mt-2 font-mono text-fg-subtle text-sm">{error.digest}</p> : null}
            <button
              type="button"
              onClick={reset}
              className="mt-6 h-8 rounded-md bg-accent px-3 font-medium text-accent-fg text-sm"
            >
              {texts.retry}
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
