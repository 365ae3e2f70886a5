import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd
      data-slot="kbd"
      className="inline-grid h-5 min-w-5 place-items-center rounded-sm border bg-inset px-1 font-sans text-2xs text-fg-muted"
    >
      {children}
    </kbd>
  );
}
