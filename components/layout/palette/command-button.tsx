"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { openPalette } from "@/components/layout/palette/palette-events";
import { useHasPalette } from "@/components/layout/palette/use-has-palette";
import { Kbd } from "@/components/ui/display/kbd";

/** The visible way into the palette. */
export function CommandButton() {
  const t = useTranslations("layout.palette");
  if (!useHasPalette()) return null;
  return (
    <button
      type="button"
      aria-keyshortcuts="Meta+K Control+K"
      aria-label={t("open")}
      className="mr-1 flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-fg-subtle text-sm transition-colors hover:bg-hover hover:text-fg-muted md:w-52"
      onClick={() => openPalette("commands")}
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="hidden flex-1 text-left md:inline">{t("placeholderShort")}</span>
      <Kbd className="hidden before:content-['⌘K'] md:inline-grid" />
    </button>
  );
}
