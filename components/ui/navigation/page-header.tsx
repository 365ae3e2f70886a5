import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type Props = {
  title: ReactNode;
  /** One sentence: what this page is for. */
  description?: ReactNode;
  /** The primary action, right; below the title on a phone. */
  actions?: ReactNode;
  /** Breadcrumbs above the title, on pages below a list. */
  breadcrumbs?: ReactNode;
  /** Badges beside the title, such as a status. */
  badges?: ReactNode;
  className?: string;
};

/** The head of every page; holds its only `h1`. */
export function PageHeader({ title, description, actions, breadcrumbs, badges, className }: Props) {
  return (
    <header data-slot="page-header" className={cn("mb-6 grid gap-2", className)}>
      {breadcrumbs}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
            {badges}
          </div>
          {description ? <p className="mt-1 max-w-prose text-fg-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
