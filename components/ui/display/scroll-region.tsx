import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type Props = {
  label: string;
  /** `plain`: inside something that has a frame already. */
  variant?: "framed" | "plain";
  className?: string;
  children: ReactNode;
};

/** Something wider than a phone that scrolls inside its own frame, also by keyboard. */
export function ScrollRegion({ label, variant = "framed", className, children }: Props) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={label}
      className={cn(
        "relative min-w-0 overflow-x-auto",
        variant === "framed" ? "border bg-surface" : "focus-inset",
        className,
      )}
    >
      {children}
    </section>
  );
}
