"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { openPalette } from "@/components/layout/palette/palette-events";
import { useNavigation } from "@/components/layout/shell/sidebar";

const SEQUENCE_MS = 1_200;
const DISABLED_KEY = "atrium.shortcuts-off";

/** WCAG 2.1.4: shortcuts of single characters can be switched off, for speech input and stray keys. */
export function areShortcutsOff(): boolean {
  return window.localStorage.getItem(DISABLED_KEY) === "1";
}

export function setShortcutsOff(isOff: boolean): void {
  if (isOff) window.localStorage.setItem(DISABLED_KEY, "1");
  else window.localStorage.removeItem(DISABLED_KEY);
}

/** ⌘K, `?` and `g` followed by a page's letter. */
export function useShortcuts(): void {
  const router = useRouter();
  const items = useNavigation();
  useEffect(() => {
    // Not 0: that is when the page was opened, and a letter right after it would lead away.
    let goPressedAtMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette("commands");
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || areShortcutsOff())
        return;
      if (event.key === "?") openPalette("shortcuts");
      else if (event.key === "g") goPressedAtMs = event.timeStamp;
      else if (event.timeStamp - goPressedAtMs < SEQUENCE_MS) {
        goPressedAtMs = Number.NEGATIVE_INFINITY;
        const item = items.find((candidate) => candidate.shortcut === event.key);
        if (item) router.push(item.href);
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [items, router]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null
  );
}
