import { useLocale } from "next-intl";
import {
  AxisLabels,
  ChartTable,
  FILLS,
  GRID,
  Legend,
  niceTop,
  type Series,
} from "@/components/ui/charts/chart-parts";
import { cn } from "@/components/ui/cn";
import { formatNumber } from "@/lib/core/format";

/** `values` follow the order of the series; null where there is nothing to measure. */
type LinePoint = { id: string; label: string; values: readonly (number | null)[] };

type Props = {
  /** What the chart shows, with its unit and zone: "Latency per hour (UTC)". */
  label: string;
  series: readonly Series[];
  points: readonly LinePoint[];
  format?: (value: number) => string;
  className?: string;
};

const HEIGHT = 100;

/** Lines as plain SVG, drawn on the server, broken where nothing was measured; the same figures as a table below. */
export function LineChart({ label, series, points, format, className }: Props) {
  const locale = useLocale();
  const write = format ?? ((value: number) => formatNumber(value, locale));
  const top = niceTop(Math.max(0, ...points.flatMap((point) => point.values.map((value) => value ?? 0))));
  const slot = 100 / Math.max(1, points.length);
  return (
    <figure data-slot="line-chart" className={cn("min-w-0", className)}>
      {series.length > 1 ? <Legend series={series} /> : null}
      <div className="flex h-48 gap-2">
        <div aria-hidden="true" className="flex w-10 shrink-0 flex-col justify-between text-right">
          {GRID.map((share) => (
            <span key={share} className="tabular -my-2 whitespace-nowrap text-2xs text-fg-subtle">
              {write(top * share)}
            </span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={label}
          viewBox={`0 0 100 ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-full min-w-0 flex-1 overflow-visible"
        >
          {GRID.map((share) => (
            <line
              key={share}
              x1="0"
              x2="100"
              y1={HEIGHT * (1 - share)}
              y2={HEIGHT * (1 - share)}
              stroke="var(--line)"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {/* The first series lies on top: where all agree, the median is seen. */}
          {[...series.entries()].toReversed().map(([index, item]) => (
            <path
              key={item.id}
              d={pathOf(
                points.map((point) => point.values[index] ?? null),
                slot,
                top,
              )}
              fill="none"
              stroke={FILLS[item.tone]}
              strokeWidth="1.75"
              strokeLinecap="round"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {points.map((point, index) => (
            <rect key={point.id} x={index * slot} y="0" width={slot} height={HEIGHT} fill="transparent">
              <title>
                {`${point.label}: ${series.map((item, at) => `${item.label} ${writeOr(point.values[at], write)}`).join(", ")}`}
              </title>
            </rect>
          ))}
        </svg>
      </div>
      <AxisLabels labels={points.map((point) => point.label)} />
      <ChartTable label={label} series={series} points={points} write={write} />
    </figure>
  );
}

/** One stroke a run of values; a value that stands alone becomes a short dash. */
function pathOf(values: readonly (number | null)[], slot: number, top: number): string {
  const commands = values.map((value, index) => {
    if (value === null) return "";
    const [x, y] = [(index + 0.5) * slot, HEIGHT * (1 - value / top)].map((n) => n.toFixed(2));
    const isFirst = index === 0 || values[index - 1] === null;
    const isAlone = isFirst && (values[index + 1] ?? null) === null;
    if (isAlone) return `M${((index + 0.3) * slot).toFixed(2)} ${y}H${((index + 0.7) * slot).toFixed(2)}`;
    return `${isFirst ? "M" : "L"}${x} ${y}`;
  });
  return commands.join("");
}

function writeOr(value: number | null | undefined, write: (value: number) => string): string {
  return value === null || value === undefined ? "–" : write(value);
}
