import { AxisLabels, ChartTable, FILLS, type Series } from "@/components/ui/charts/chart-parts";

/** A share from 0 to 1; null where nothing was measured. */
type UptimePoint = { id: string; label: string; value: number | null };

type Props = {
  /** What the strip shows: "Availability per day (UTC)". */
  label: string;
  /** Name of the figure, for the table. */
  name: string;
  /** Nothing measured, in words. */
  none: string;
  points: readonly UptimePoint[];
  /** At or above it a bar is whole. */
  target: number;
  format: (value: number) => string;
};

/** Below the target by this much, a bar is red rather than amber. */
const BAD = 0.01;
const HEIGHT = 40;

/** One bar a period, coloured by whether the target was met, as on a status page; the figures as a table below. */
export function UptimeStrip({ label, name, none, points, target, format }: Props) {
  const slot = 100 / Math.max(1, points.length);
  const gap = Math.min(slot * 0.25, 0.4);
  const series: Series[] = [{ id: "value", label: name, tone: "success" }];
  return (
    <figure data-slot="uptime-strip" className="min-w-0">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-10 w-full"
      >
        {points.map((point, index) => (
          <rect
            key={point.id}
            x={index * slot + gap / 2}
            y={0}
            width={slot - gap}
            height={HEIGHT}
            fill={FILLS[toneOf(point.value, target)]}
          >
            <title>{`${point.label}: ${point.value === null ? none : format(point.value)}`}</title>
          </rect>
        ))}
      </svg>
      <div className="-ml-12">
        <AxisLabels labels={points.map((point) => point.label)} />
      </div>
      <ChartTable
        label={label}
        series={series}
        points={points.map(({ id, label: text, value }) => ({ id, label: text, values: [value] }))}
        write={format}
      />
    </figure>
  );
}

function toneOf(value: number | null, target: number): Series["tone"] {
  if (value === null) return "muted";
  if (value >= target) return "success";
  return value >= target - BAD ? "warning" : "danger";
}
