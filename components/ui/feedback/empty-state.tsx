import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type Props = {
  icon?: LucideIcon;
  /** What is not here yet, or what went wrong. */
  title: ReactNode;
  /** One sentence: why one would want it and how to begin. */
  description?: ReactNode;
  /** The primary action, and a link to learn more. */
  action?: ReactNode;
  /** For example a command to copy. */
  children?: ReactNode;
  /** `plain` has no border: inside a card or a table. */
  variant?: "card" | "plain";
  headingLevel?: 2 | 3;
  role?: "status" | "alert";
};

/** Fills the place of a list that has nothing to show, with the next step. */
export function EmptyState({
  icon: Icon,
  title,
  description,
  action,
  children,
  variant = "card",
  headingLevel = 2,
  role,
}: Props) {
  const Heading = headingLevel === 2 ? "h2" : "h3";
  return (
    <div
      data-slot="empty-state"
      role={role}
      className={cn(
        "grid min-w-0 grid-cols-[minmax(0,1fr)] justify-items-center px-6 py-14 text-center",
        variant === "card" && "rounded-lg border border-line-strong border-dashed bg-surface",
      )}
    >
      {Icon ? (
        <span className="mb-4 grid size-10 place-items-center rounded-lg border bg-inset text-fg-muted">
          <Icon aria-hidden="true" className="size-5" />
        </span>
      ) : null}
      <Heading className="font-semibold text-base">{title}</Heading>
      {description ? <p className="mt-1 max-w-sm text-fg-muted text-sm">{description}</p> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
      {children ? <div className="mt-5 w-full min-w-0 max-w-md text-left">{children}</div> : null}
    </div>
  );
}
