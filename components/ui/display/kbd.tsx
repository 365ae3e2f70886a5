import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A key of the keyboard. */
export function Kbd({ children, className }: { children?: ReactNode; className?: string }) {
  return (
    <kbd
      data-slot="kbd"
      className={cn(
        "inline-grid h-5 min-w-5 place-items-center rounded-sm border bg-inset px-1 font-sans text-2xs text-fg-muted",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
