import { cn } from "@/components/ui/cn";

type Props = {
  values: readonly number[];
  /** What it shows, with the last or total figure: the text alternative. */
  label: string;
  className?: string;
};

const WIDTH = 100;
const HEIGHT = 24;

/** A small trend line, drawn on the server. */
export function Sparkline({ values, label, className }: Props) {
  const points = toPoints(values);
  const line = points.map(([x, y]) => `${x},${y}`).join(" ");
  return (
    <svg
      data-slot="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("block h-6 w-24", className)}
    >
      <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} fill="var(--accent-soft)" />
      <polyline
        points={line}
        fill="none"
        stroke="var(--accent-text)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function toPoints(values: readonly number[]): [number, number][] {
  const highest = Math.max(1, ...values);
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  return values.map((value, index) => [
    Math.round(index * step * 100) / 100,
    Math.round((HEIGHT - 2 - (value / highest) * (HEIGHT - 4)) * 100) / 100,
  ]);
}
