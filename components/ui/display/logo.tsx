import { cn } from "@/components/ui/cn";

type Props = {
  /** Without it, only the mark. */
  withName?: boolean;
  className?: string;
};

/** The Atrium mark: an arch with the light of the hall behind it. Decorative; name the link around it. */
export function Logo({ withName = false, className }: Props) {
  return (
    <span data-slot="logo" className={cn("inline-flex items-center gap-2 text-fg", className)}>
      <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6 shrink-0">
        <path
          d="M2 21V11.5C2 5.98 6.48 2 12 2s10 3.98 10 9.5V21a1 1 0 0 1-1 1h-3.2a1 1 0 0 1-1-1v-8.7c0-2.8-2.1-4.8-4.8-4.8s-4.8 2-4.8 4.8V21a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z"
          fill="currentColor"
        />
        <circle cx="12" cy="18.6" r="3.1" fill="var(--accent)" />
      </svg>
      {withName ? <span className="font-semibold text-lg tracking-tight">Atrium</span> : null}
    </span>
  );
}
