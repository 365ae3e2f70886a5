import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { LineChart } from "@/components/ui/charts/line-chart";
import { renderUi } from "@/components/ui/testing/render-ui";

afterEach(cleanup);

const series = [
  { id: "p50", label: "p50", tone: "accent" as const },
  { id: "p95", label: "p95", tone: "info" as const },
];
const points = [
  { id: "1", label: "10:00", values: [10, 40] },
  { id: "2", label: "11:00", values: [20, 50] },
  { id: "3", label: "12:00", values: [null, null] },
  { id: "4", label: "13:00", values: [15, 45] },
];

it("breaks the line where nothing was measured, and draws a single value as a dash", () => {
  renderUi(<LineChart label="Latency per hour (UTC)" series={series} points={points} />);
  const line = Array.from(document.querySelectorAll("path")).at(-1);
  expect(line?.getAttribute("d")).toBe("M12.50 80.00L37.50 60.00M82.50 70.00H92.50");
});

it("carries every figure in a table, with a dash for none", () => {
  renderUi(<LineChart label="Latency per hour (UTC)" series={series} points={points} />);
  const row = screen.getByRole("row", { name: /12:00/ });
  expect(
    within(row)
      .getAllByRole("cell")
      .map((cell) => cell.textContent),
  ).toEqual(["–", "–"]);
});

it("survives a range without any value", () => {
  renderUi(<LineChart label="Latency per hour (UTC)" series={series} points={[]} />);
  expect(document.querySelector("svg")?.innerHTML).not.toContain("NaN");
});
