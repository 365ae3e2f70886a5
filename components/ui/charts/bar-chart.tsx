import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { formatCompact, formatNumber } from "@/lib/core/format";

const FILLS = {
  accent: "var(--accent)",
  danger: "var(--danger)",
  muted: "var(--line-strong)",
  info: "var(--info)",
};

export type BarSeries = { id: string; label: string; tone: keyof typeof FILLS };
/** `values` follow the order of the series. */
export type BarPoint = { id: string; label: string; values: readonly number[] };

type Props = {
  /** What the chart shows, with its unit and zone: "API calls per day (UTC)". */
  label: string;
  /** Drawn upon each other, the first at the bottom. */
  series: readonly BarSeries[];
  points: readonly BarPoint[];
  /** Writes a value; plain numbers otherwise. */
  format?: (value: number) => string;
  /** Highest value of the axis, for example a limit. */
  maximum?: number;
  className?: string;
};

const HEIGHT = 100;
const GRID = [1, 0.5, 0];

/** Stacked bars as plain SVG, drawn on the server, with the same figures as a table below. */
export function BarChart({ label, series, points, format, maximum, className }: Props) {
  const locale = useLocale();
  const t = useTranslations("ui.chart");
  const write = format ?? ((value: number) => formatNumber(value, locale));
  const top = niceTop(Math.max(maximum ?? 0, ...points.map((point) => sum(point.values))));
  const slot = 100 / Math.max(1, points.length);
  return (
    <figure data-slot="bar-chart" className={cn("min-w-0", className)}>
      {series.length > 1 ? <Legend series={series} /> : null}
      <div className="flex h-48 gap-2">
        <div aria-hidden="true" className="flex w-10 shrink-0 flex-col justify-between text-right">
          {GRID.map((share) => (
            <span key={share} className="tabular -my-2 text-2xs text-fg-subtle">
              {formatCompact(top * share, locale)}
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
        </svg>
      </div>
      <div aria-hidden="true" className="mt-2 flex justify-between gap-2 pl-12 text-2xs text-fg-subtle">
        {axisLabels(points).map((point) => (
          <span key={point.id}>{point.label}</span>
        ))}
      </div>
      <details className="mt-3 text-sm">
        <summary className="w-fit rounded-sm text-fg-muted text-xs hover:text-fg">{t("showTable")}</summary>
        <ChartTable label={label} series={series} points={points} write={write} />
      </details>
    </figure>
  );
}

type BarProps = {
  point: BarPoint;
  series: readonly BarSeries[];
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

function Legend({ series }: { series: readonly BarSeries[] }) {
  return (
    <ul className="mb-4 flex flex-wrap gap-4 text-fg-muted text-xs">
      {series.map((item) => (
        <li key={item.id} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-sm" style={{ background: FILLS[item.tone] }} />
          {item.label}
        </li>
      ))}
    </ul>
  );
}

type TableProps = Pick<Props, "label" | "series" | "points"> & { write: (value: number) => string };

function ChartTable({ label, series, points, write }: TableProps) {
  const t = useTranslations("ui.chart");
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="mt-2 max-h-64 overflow-auto rounded-md border"
    >
      <table className="w-full text-xs">
        <thead>
          <tr className="border-b text-left">
            <th className="px-3 py-1.5 font-medium">{t("period")}</th>
            {series.map((item) => (
              <th key={item.id} className="px-3 py-1.5 text-right font-medium">
                {item.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular">
          {points.map((point) => (
            <tr key={point.id} className="border-b last:border-0">
              <th scope="row" className="px-3 py-1.5 text-left font-normal">
                {point.label}
              </th>
              {series.map((item, index) => (
                <td key={item.id} className="px-3 py-1.5 text-right">
                  {write(point.values[index] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The next 1, 2 or 5 times a power of ten: axis values people can read. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}

/** First, middle and last: enough to place a bar, never overlapping on a phone. */
function axisLabels(points: readonly BarPoint[]): BarPoint[] {
  const indexes = points.length > 2 ? [0, Math.floor((points.length - 1) / 2), points.length - 1] : [0, 1];
  return indexes.flatMap((index) => points[index] ?? []);
}
