"use client";
import { useLocale } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";
import type { Formats } from "@/lib/core/context";
import { type FormatLocale, formatLocale } from "@/lib/core/format";

const FormatsContext = createContext<Formats | undefined>(undefined);

/** Gives everything below the workspace's way of writing dates, numbers and amounts. */
export function FormatsProvider({
  formats,
  children,
}: {
  formats: Formats | undefined;
  children: ReactNode;
}) {
  return <FormatsContext value={formats}>{children}</FormatsContext>;
}

/** How to write for this reader in this workspace: the first argument of lib/core/format's locale. */
export function useFormatLocale(): FormatLocale {
  return formatLocale(useLocale(), useContext(FormatsContext));
}
