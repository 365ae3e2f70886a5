"use client";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/actions/button";

type Props = { loading: boolean; disabled?: boolean; children: ReactNode };

/**
 * The button of a sign-in form. It waits for the page's script: before that the browser itself would send the form,
 * and what was typed would be lost.
 */
export function SubmitButton({ loading, disabled = false, children }: Props) {
  const [isReady, setIsReady] = useState(false);
  useEffect(() => setIsReady(true), []);
  return (
    <Button
      type="submit"
      variant="primary"
      size="lg"
      block
      loading={loading}
      disabled={!isReady || disabled}
      // Looks the same while it waits, so that the page does not flicker.
      className={
        isReady ? undefined : "disabled:border-transparent disabled:bg-accent disabled:text-accent-fg"
      }
    >
      {children}
    </Button>
  );
}
