import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import { connection } from "next/server";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { BaseTranslations } from "@/components/i18n/translations";
import { cn } from "@/components/ui/cn";
import { isTheme, THEME_COOKIE } from "@/lib/core/locale";
import "./globals.css";

const sans = localFont({
  src: "../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2",
  variable: "--font-geist-sans",
  weight: "100 900",
});
const mono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
});

export const metadata: Metadata = {
  title: { default: "Atrium", template: "%s · Atrium" },
  description: "One portal for your AI agents, your team and your usage.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafa" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0b0d" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is rendered per request: a prerendered one would carry scripts without the CSP nonce.
  await connection();
  const [locale, cookieStore] = await Promise.all([getLocale(), cookies()]);
  const theme = cookieStore.get(THEME_COOKIE)?.value;
  const themeClass = isTheme(theme) && theme !== "system" ? theme : undefined;
  return (
    <html lang={locale} className={cn(sans.variable, mono.variable, themeClass)} suppressHydrationWarning>
      <body>
        <BaseTranslations>{children}</BaseTranslations>
      </body>
    </html>
  );
}
