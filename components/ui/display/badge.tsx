import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const badgeVariants = cva(
  "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full border px-2 font-medium text-2xs [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "border-line bg-inset text-fg-muted",
        accent: "border-accent-line bg-accent-soft text-accent-text",
        success: "border-success-line bg-success-soft text-success-text",
        warning: "border-warning-line bg-warning-soft text-warning-text",
        danger: "border-danger-line bg-danger-soft text-danger-text",
        info: "border-info-line bg-info-soft text-info-text",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

type Props = {
  tone?: "neutral" | "accent" | "success" | "warning" | "danger" | "info";
  children: ReactNode;
  className?: string;
};

/** A short label for a kind or a count. For a state that changes use `StatusDot`. */
export function Badge({ tone, children, className }: Props) {
  return (
    <span data-slot="badge" className={cn(badgeVariants({ tone }), className)}>
      {children}
    </span>
  );
}
