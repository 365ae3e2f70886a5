import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { BarChart } from "@/components/ui/charts/bar-chart";
import { renderUi } from "@/components/ui/testing/render-ui";

afterEach(cleanup);

const series = [
  { id: "ok", label: "Succeeded", tone: "accent" as const },
  { id: "failed", label: "Failed", tone: "danger" as const },
];
const points = [
  { id: "1", label: "1 Nov", values: [60, 20] },
  { id: "2", label: "2 Nov", values: [1500, 0] },
];

describe("BarChart", () => {
  it("carries every figure in a table as well", () => {
    renderUi(<BarChart label="Runs per day (UTC)" series={series} points={points} />);
    const row = screen.getByRole("row", { name: /2 Nov/ });
    expect(
      within(row)
        .getAllByRole("cell")
        .map((cell) => cell.textContent),
    ).toEqual(["1,500", "0"]);
  });

  it("stacks bars below a round top of the axis", () => {
    renderUi(<BarChart label="Runs per day (UTC)" series={series} points={points} />);
    expect(screen.getByText("2k")).toBeDefined();
    const bars = Array.from(document.querySelectorAll("rect[fill^=var]"));
    expect(bars.map((bar) => Number(bar.getAttribute("height")))).toEqual([3, 1, 75, 0]);
  });

  it("survives a period without any value", () => {
    renderUi(<BarChart label="Runs per day (UTC)" series={series} points={[]} />);
    expect(document.querySelector("svg")?.innerHTML).not.toContain("NaN");
  });
});
