import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { ErrorIcon, InfoIcon, SuccessIcon, WarningIcon } from "@/components/ui/display/icons";

const alertVariants = cva("flex items-start gap-2.5 border text-sm", {
  variants: {
    tone: {
      neutral: "border-line bg-inset text-fg",
      info: "border-info-line bg-info-soft text-info-text",
      success: "border-success-line bg-success-soft text-success-text",
      warning: "border-warning-line bg-warning-soft text-warning-text",
      danger: "border-danger-line bg-danger-soft text-danger-text",
    },
    shape: { box: "rounded-lg px-3 py-2.5", banner: "border-x-0 border-t-0 px-4 py-2 sm:px-6" },
  },
});

const ICONS = {
  neutral: InfoIcon,
  info: InfoIcon,
  success: SuccessIcon,
  warning: WarningIcon,
  danger: ErrorIcon,
};

type Props = {
  tone?: keyof typeof ICONS;
  /** `banner` spans the page's width under the top bar. */
  shape?: "box" | "banner";
  title?: ReactNode;
  children?: ReactNode;
  /** A small button or link at the right. */
  action?: ReactNode;
  /** `alert` interrupts a screen reader: only for something that just went wrong. */
  role?: "alert" | "status";
  className?: string;
};

/** A message that stays in the page: what is the case and what to do next. */
export function Alert({ tone = "neutral", shape = "box", title, children, action, role, className }: Props) {
  const Icon = ICONS[tone];
  return (
    <div data-slot="alert" role={role} className={cn(alertVariants({ tone, shape }), className)}>
      <Icon className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          {title ? <p className="font-medium">{title}</p> : null}
          {children ? <div className={cn(title ? "text-fg-muted" : undefined)}>{children}</div> : null}
        </div>
        {action ? <div className="shrink-0">{action}</div> : null}
      </div>
    </div>
  );
}
