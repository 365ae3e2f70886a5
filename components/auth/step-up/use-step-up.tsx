"use client";
import { lazy, type ReactNode, useRef, useState } from "react";
import { OnceOpen } from "@/components/ui/overlays/once-open";
import { ApiError } from "@/lib/api/client";

// Rarely asked for: pages that only might need it do not carry it.
const StepUpDialog = lazy(async () => ({
  default: (await import("@/components/auth/step-up/step-up-dialog")).StepUpDialog,
}));

type Waiting = { resolve: () => void; reject: () => void };

/** Runs what may need a recent proof of identity: asks for it when the server does, then tries once more. */
export function useStepUp(): { run: <T>(action: () => Promise<T>) => Promise<T>; dialog: ReactNode } {
  const [isOpen, setIsOpen] = useState(false);
  const waiting = useRef<Waiting>(undefined);
  const settle = (how: keyof Waiting) => {
    setIsOpen(false);
    waiting.current?.[how]();
    waiting.current = undefined;
  };
  return {
    run: async (action) => {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "step_up_required") throw error;
        await new Promise<void>((resolve, reject) => {
          waiting.current = { resolve, reject: () => reject(error) };
          setIsOpen(true);
        });
        return action();
      }
    },
    dialog: (
      <OnceOpen open={isOpen}>
        <StepUpDialog open={isOpen} onDone={() => settle("resolve")} onCancel={() => settle("reject")} />
      </OnceOpen>
    ),
  };
}
