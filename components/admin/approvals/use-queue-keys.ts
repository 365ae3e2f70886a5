"use client";
import { useEffect } from "react";
import { areShortcutsOff } from "@/components/layout/palette/use-shortcuts";

export type QueueAction = "approve" | "reject" | "ask" | "snooze";

const ACTIONS: Readonly<Record<string, QueueAction>> = { a: "approve", r: "reject", i: "ask", s: "snooze" };
const AFTER_GO_MS = 1_200;

type Handlers = { onMove: (step: 1 | -1) => void; onAction: (action: QueueAction) => void };

/** The queue's single keys; off while somebody types, a dialog is open or shortcuts are switched off. */
export function useQueueKeys({ onMove, onAction }: Handlers): void {
  useEffect(() => {
    let goPressedAtMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.repeat || areShortcutsOff()) return;
      if (isBusy(event.target)) return;
      if (event.key === "g") {
        goPressedAtMs = event.timeStamp;
        return;
      }
      // `g a` opens another page: its second key is no approval.
      if (event.timeStamp - goPressedAtMs < AFTER_GO_MS) return;
      const action = ACTIONS[event.key];
      if (event.key === "j") onMove(1);
      else if (event.key === "k") onMove(-1);
      else if (action) onAction(action);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [onMove, onAction]);
}

function isBusy(target: EventTarget | null): boolean {
  // By slot: a toast has the role of a dialog too, and "done" must not hold the next key up.
  if (document.querySelector("[data-slot=dialog]")) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role=menu]") !== null;
}
