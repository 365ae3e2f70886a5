import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const TONES = {
  neutral: "bg-fg-subtle",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger",
  info: "bg-info",
  accent: "bg-accent-text",
};

type Props = {
  tone: keyof typeof TONES;
  /** The word of the state: colour alone says nothing to many people. */
  children: ReactNode;
  /** Something is going on right now. */
  pulse?: boolean;
  className?: string;
};

/** A state as a dot and a word. */
export function StatusDot({ tone, children, pulse = false, className }: Props) {
  return (
    <span data-slot="status" className={cn("inline-flex items-center gap-2 whitespace-nowrap", className)}>
      <span
        aria-hidden="true"
        className={cn(
          "size-2 shrink-0 rounded-full",
          TONES[tone],
          pulse && "animate-pulse motion-reduce:animate-none",
        )}
      />
      {children}
    </span>
  );
}
