import { cn } from "@/components/ui/cn";

type Props = {
  /** Size and shape: give it those of what it stands for. */
  className?: string;
};

/** A grey shape in place of what still loads; appears after 150 ms, so that quick answers do not flicker. */
export function Skeleton({ className }: Props) {
  return (
    <span
      data-slot="skeleton"
      aria-hidden="true"
      className={cn("block animate-skeleton rounded-sm bg-line", className ?? "h-4 w-full")}
    />
  );
}
