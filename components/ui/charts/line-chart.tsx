import { useFormatLocale } from "#format-locale";
import { ChartFrame, HEIGHT } from "@/components/ui/charts/chart-frame";
import { FILLS, niceTop, type Series } from "@/components/ui/charts/chart-parts";
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

/** Lines as plain SVG, drawn on the server, broken where nothing was measured; the same figures as a table below. */
export function LineChart({ label, series, points, format, className }: Props) {
  const locale = useFormatLocale();
  const write = format ?? ((value: number) => formatNumber(value, locale));
  const top = niceTop(Math.max(0, ...points.flatMap((point) => point.values.map((value) => value ?? 0))));
  const slot = 100 / Math.max(1, points.length);
  return (
    <ChartFrame
      name="line-chart"
      label={label}
      series={series}
      points={points}
      top={top}
      write={write}
      className={className}
    >
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
    </ChartFrame>
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
