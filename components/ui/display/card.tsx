import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type Props = Omit<ComponentProps<"section">, "title"> & {
  /** Heading; the card becomes a named region. */
  title?: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** Small control at the right of the title. */
  action?: ReactNode;
  /** Left text and right button in a tinted bar: put the one save button of a settings card here. */
  footer?: ReactNode;
  /** `flush` lets a table or list touch the borders. */
  padding?: "normal" | "flush";
  /** Red border, for what cannot be undone. */
  tone?: "neutral" | "danger";
  headingLevel?: 2 | 3;
};

/** A bordered surface with one topic. Settings: one card, one topic, one save. */
export function Card({
  title,
  description,
  action,
  footer,
  padding = "normal",
  tone = "neutral",
  headingLevel = 2,
  className,
  children,
  ...props
}: Props) {
  const Heading = headingLevel === 2 ? "h2" : "h3";
  const hasHeader = Boolean(title || description || action);
  return (
    <section
      {...props}
      data-slot="card"
      className={cn(
        "min-w-0 overflow-clip rounded-lg border bg-surface",
        tone === "danger" && "border-danger-line",
        className,
      )}
    >
      {hasHeader ? (
        <header
          className={cn(
            "flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 pt-4",
            padding === "flush" ? "border-line border-b pb-4" : children ? "pb-0" : "pb-4",
          )}
        >
          <div className="min-w-0">
            {title ? <Heading className="font-semibold text-base text-fg">{title}</Heading> : null}
            {description ? <p className="mt-0.5 max-w-prose text-fg-muted text-sm">{description}</p> : null}
          </div>
          {action ? <div className="shrink-0">{action}</div> : null}
        </header>
      ) : null}
      {children ? <div className={cn(padding === "normal" && "px-5 py-4")}>{children}</div> : null}
      {footer ? (
        <footer
          data-slot="card-footer"
          className={cn(
            "flex min-h-13 flex-wrap items-center justify-between gap-3 border-t px-5 py-2.5 text-fg-muted text-sm",
            tone === "danger" ? "border-danger-line bg-danger-soft" : "bg-inset",
          )}
        >
          {footer}
        </footer>
      ) : null}
    </section>
  );
}
