import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { Meter } from "@/components/ui/feedback/meter";
import { renderUi } from "@/components/ui/testing/render-ui";

afterEach(cleanup);

const level = () => document.querySelector("[data-slot=meter]")?.getAttribute("data-level");

describe("Meter", () => {
  it.each([
    [79, 100, "normal"],
    [80, 100, "near"],
    [99, 100, "near"],
    [100, 100, "over"],
    [140, 100, "over"],
    [0, 0, "over"],
  ])("calls %i of %i %s", (used, limit, expected) => {
    renderUi(<Meter label="API calls" used={used} limit={limit} />);
    expect(level()).toBe(expected);
  });

  it("says in words what the colour says, also to screen readers", () => {
    renderUi(<Meter label="API calls" used={1200} limit={1000} />);
    expect(screen.getByText("Limit reached")).toBeDefined();
    const meter = screen.getByRole("meter", { name: "API calls" });
    expect(meter.getAttribute("aria-valuetext")).toBe("1,200 of 1,000. Limit reached");
    expect(meter.getAttribute("value")).toBe("1000");
  });

  it("draws no bar without a limit", () => {
    renderUi(<Meter label="API calls" used={12} limit={null} />);
    expect(screen.queryByRole("meter")).toBeNull();
    expect(screen.getByText("12, no limit")).toBeDefined();
  });
});
