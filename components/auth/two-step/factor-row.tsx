import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type Props = { icon: LucideIcon; title: ReactNode; detail: ReactNode; children: ReactNode };

/** One second factor: what it is, how it stands, and its buttons. */
export function FactorRow({ icon: Icon, title, detail, children }: Props) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <Icon aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
      <div className="min-w-40 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-fg-muted text-sm">{detail}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}
