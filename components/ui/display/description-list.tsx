import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type Props = {
  items: readonly { term: ReactNode; value: ReactNode; key: string }[];
  className?: string;
};

/** Facts of one thing: terms left, values right; stacked on a phone. */
export function DescriptionList({ items, className }: Props) {
  return (
    <dl data-slot="description-list" className={cn("divide-y text-sm", className)}>
      {items.map((item) => (
        <div key={item.key} className="grid gap-x-6 gap-y-0.5 py-2.5 sm:grid-cols-[12rem_minmax(0,1fr)]">
          <dt className="text-fg-muted">{item.term}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
