import { cn } from "@/components/ui/cn";

type Props = {
  className?: string;
  /** Announced to screen readers; leave it out beside a visible text or in a button with a label. */
  label?: string;
};

/** A 16 px activity ring in the colour of the text around it. */
export function Spinner({ className, label }: Props) {
  return (
    <span data-slot="spinner" role={label ? "status" : undefined} className="inline-flex">
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className={cn("size-4 animate-spin text-current motion-reduce:animate-none", className)}
      >
        <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" opacity="0.25" />
        <path
          d="M14.25 8A6.25 6.25 0 0 0 8 1.75"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
      </svg>
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}
