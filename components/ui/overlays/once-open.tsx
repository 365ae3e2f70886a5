"use client";
import { type ReactNode, Suspense, useRef } from "react";

type Props = { open: boolean; children: ReactNode };

/**
 * Renders its child from the first opening on. Put a `lazy()` dialog inside: forms with a schema weigh more than the
 * page they stand on.
 */
export function OnceOpen({ open, children }: Props) {
  const wasOpened = useRef(false);
  if (open) wasOpened.current = true;
  return wasOpened.current ? <Suspense fallback={null}>{children}</Suspense> : null;
}
