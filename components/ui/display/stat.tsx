import Link from "next/link";
import type { ReactNode } from "react";

type Props = {
  /** What is counted. */
  label: ReactNode;
  /** The figure, with its unit. */
  value: ReactNode;
  /** Comparison or share, such as "of 10,000". */
  detail?: ReactNode;
  /** A Sparkline or a Meter. */
  children?: ReactNode;
  /** The page that shows the same figure in full. */
  href?: string;
};

/** One key figure as a card; the whole card is the link. */
export function Stat({ label, value, detail, children, href }: Props) {
  return (
    <div
      data-slot="stat"
      className="relative grid min-w-0 content-start gap-1 rounded-lg border bg-surface p-4 transition-colors has-[a]:hover:border-line-strong"
    >
      <p className="text-fg-muted text-sm">
        {href ? (
          <Link href={href} className="after:absolute after:inset-0 after:rounded-lg hover:text-fg">
            {label}
          </Link>
        ) : (
          label
        )}
      </p>
      <p className="tabular font-semibold text-2xl tracking-tight">{value}</p>
      {detail ? <p className="text-fg-subtle text-sm">{detail}</p> : null}
      {children ? <div className="mt-2">{children}</div> : null}
    </div>
  );
}
