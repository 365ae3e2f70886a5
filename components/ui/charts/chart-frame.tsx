import type { ReactNode } from "react";
import {
  AxisLabels,
  ChartTable,
  Legend,
  type Series,
  type TablePoint,
} from "@/components/ui/charts/chart-parts";
import { cn } from "@/components/ui/cn";

/** Height of the drawing in its own units; its width is 100. */
export const HEIGHT = 100;

/** Gridlines, as shares of the axis from the top. */
const GRID = [1, 0.5, 0];

type Props = {
  name: "bar-chart" | "line-chart";
  /** What the chart shows, with its unit and zone. */
  label: string;
  series: readonly Series[];
  points: readonly TablePoint[];
  /** Highest value of the axis. */
  top: number;
  /** Writes a value of the table. */
  write: (value: number) => string;
  /** Writes a value of the axis, where there is little room. */
  writeAxis?: (value: number) => string;
  className?: string | undefined;
  /** What is drawn upon the grid. */
  children: ReactNode;
};

/** Everything of a chart but its drawing: legend, axis, grid, labels, and the same figures as a table. */
export function ChartFrame({ name, label, series, points, top, write, ...props }: Props) {
  const writeAxis = props.writeAxis ?? write;
  return (
    <figure data-slot={name} className={cn("min-w-0", props.className)}>
      {series.length > 1 ? <Legend series={series} /> : null}
      <div className="flex h-48 gap-2">
        <div aria-hidden="true" className="flex w-10 shrink-0 flex-col justify-between text-right">
          {GRID.map((share) => (
            <span key={share} className="tabular -my-2 whitespace-nowrap text-2xs text-fg-subtle">
              {writeAxis(top * share)}
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
          {props.children}
        </svg>
      </div>
      <AxisLabels labels={points.map((point) => point.label)} />
      <ChartTable label={label} series={series} points={points} write={write} />
    </figure>
  );
}
