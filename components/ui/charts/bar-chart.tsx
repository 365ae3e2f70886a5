import { useFormatLocale } from "#format-locale";
import { ChartFrame, HEIGHT } from "@/components/ui/charts/chart-frame";
import { FILLS, niceTop, type Series } from "@/components/ui/charts/chart-parts";
import { formatCompact, formatNumber } from "@/lib/core/format";

/** `values` follow the order of the series. */
type BarPoint = {
  id: string;
  label: string;
  values: readonly number[];
  /** A week begins here: a line stands before the bar. */
  startsWeek?: boolean;
};

type Props = {
  /** What the chart shows, with its unit and zone: "API calls per day (UTC)". */
  label: string;
  /** Drawn upon each other, the first at the bottom. */
  series: readonly Series[];
  points: readonly BarPoint[];
  /** Writes a value; plain numbers otherwise. */
  format?: (value: number) => string;
  /** Highest value of the axis, for example a limit. */
  maximum?: number;
  className?: string;
};

/** Stacked bars as plain SVG, drawn on the server, with the same figures as a table below. */
export function BarChart({ label, series, points, format, maximum, className }: Props) {
  const locale = useFormatLocale();
  const write = format ?? ((value: number) => formatNumber(value, locale));
  const top = niceTop(Math.max(maximum ?? 0, ...points.map((point) => sum(point.values))));
  const slot = 100 / Math.max(1, points.length);
  return (
    <ChartFrame
      name="bar-chart"
      label={label}
      series={series}
      points={points}
      top={top}
      write={write}
      writeAxis={(value) => formatCompact(value, locale)}
      className={className}
    >
      {points.map((point, index) => (
        <Bar
          key={point.id}
          point={point}
          series={series}
          top={top}
          x={index * slot}
          slot={slot}
          write={write}
        />
      ))}
    </ChartFrame>
  );
}

type BarProps = {
  point: BarPoint;
  series: readonly Series[];
  top: number;
  x: number;
  slot: number;
  write: (value: number) => string;
};

function Bar({ point, series, top, x, slot, write }: BarProps) {
  const gap = Math.min(slot * 0.3, 0.8);
  let stacked = 0;
  return (
    <g>
      <title>
        {`${point.label}: ${series.map((item, index) => `${item.label} ${write(point.values[index] ?? 0)}`).join(", ")}`}
      </title>
      <rect x={x} y="0" width={slot} height={HEIGHT} fill="transparent" />
      {point.startsWeek && x > 0 ? (
        <line
          data-slot="week"
          x1={x}
          x2={x}
          y1="0"
          y2={HEIGHT}
          stroke="var(--line)"
          strokeDasharray="2 3"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
      {series.map((item, index) => {
        const height = ((point.values[index] ?? 0) / top) * HEIGHT;
        stacked += height;
        return (
          <rect
            key={item.id}
            x={x + gap / 2}
            y={HEIGHT - stacked}
            width={slot - gap}
            height={height}
            fill={FILLS[item.tone]}
          />
        );
      })}
    </g>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
