"use client";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { onOpenPalette, type PaletteView } from "@/components/layout/palette/palette-events";
import { useHasPalette } from "@/components/layout/palette/use-has-palette";
import { useShortcuts } from "@/components/layout/palette/use-shortcuts";

const CommandPalette = lazy(() => import("@/components/layout/palette/command-palette"));
const ShortcutsSheet = lazy(() => import("@/components/layout/palette/shortcuts-sheet"));

/** Listens for the shortcuts; palette and sheet load on first use. */
export function CommandLauncher() {
  const hasPalette = useHasPalette();
  const [view, setView] = useState<PaletteView | null>(null);
  const used = useRef(new Set<PaletteView>());
  if (view) used.current.add(view);
  useShortcuts();
  useEffect(() => onOpenPalette(setView), []);
  const close = (open: boolean) => {
    if (!open) setView(null);
  };
  return (
    <Suspense fallback={null}>
      {hasPalette && used.current.has("commands") ? (
        <CommandPalette open={view === "commands"} onOpenChange={close} />
      ) : null}
      {used.current.has("shortcuts") ? (
        <ShortcutsSheet open={view === "shortcuts"} onOpenChange={close} />
      ) : null}
    </Suspense>
  );
}
