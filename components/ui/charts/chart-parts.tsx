import { useTranslations } from "next-intl";
import { ScrollRegion } from "@/components/ui/display/scroll-region";

export const FILLS = {
  accent: "var(--accent)",
  success: "var(--success)",
  warning: "var(--warning)",
  danger: "var(--danger)",
  muted: "var(--line-strong)",
  info: "var(--info)",
};

export type Series = { id: string; label: string; tone: keyof typeof FILLS };
export type TablePoint = { id: string; label: string; values: readonly (number | null)[] };

export function Legend({ series }: { series: readonly Series[] }) {
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

/** First, middle and last: enough to place a point, never overlapping on a phone. */
export function AxisLabels({ labels }: { labels: readonly string[] }) {
  const last = labels.length - 1;
  const indexes = labels.length > 2 ? [0, Math.floor(last / 2), last] : [0, 1];
  return (
    <div aria-hidden="true" className="mt-2 flex justify-between gap-2 pl-12 text-2xs text-fg-subtle">
      {indexes.map((index) => (
        <span key={index}>{labels[index]}</span>
      ))}
    </div>
  );
}

type TableProps = {
  label: string;
  series: readonly Series[];
  points: readonly TablePoint[];
  write: (value: number) => string;
};

/** The figures of a chart as a table, for everybody who cannot or would rather not read a drawing. */
export function ChartTable({ label, series, points, write }: TableProps) {
  const t = useTranslations("ui.chart");
  return (
    <details className="mt-3 text-sm">
      <summary className="w-fit rounded-sm text-fg-muted text-xs hover:text-fg">{t("showTable")}</summary>
      <ScrollRegion label={label} className="mt-2 max-h-64 rounded-md">
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
                {series.map((item, index) => {
                  const value = point.values[index];
                  return (
                    <td key={item.id} className="px-3 py-1.5 text-right">
                      {value === null || value === undefined ? "–" : write(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}

/** The next 1, 2 or 5 times a power of ten: axis values people can read. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}
