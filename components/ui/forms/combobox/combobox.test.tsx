import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { Combobox } from "@/components/ui/forms/combobox/combobox";
import { Field } from "@/components/ui/forms/field";
import { renderUi } from "@/components/ui/testing/render-ui";

afterEach(cleanup);

const zones = ["Europe/Amsterdam", "Europe/Berlin", "America/Los_Angeles"].map((zone) => ({
  value: zone,
  label: zone,
}));

function Demo() {
  const [value, setValue] = useState("Europe/Amsterdam");
  return (
    <Field label="Time zone">
      <Combobox options={zones} value={value} onValueChange={setValue} />
    </Field>
  );
}

/** Options come from elsewhere, as from a server's search. */
function Searched() {
  const [value, setValue] = useState("7");
  const [text, setText] = useState<string>();
  const isBusy = text === "an";
  return (
    <Field label="Time zone">
      <Combobox
        options={isBusy || text === undefined ? [] : [{ value: "8", label: `Found by ${text || "nothing"}` }]}
        value={value}
        valueLabel={value === "7" ? "Anna" : "Bert"}
        onValueChange={setValue}
        onSearch={setText}
        {...(isBusy && { note: "Searching…" })}
      />
    </Field>
  );
}

const input = () => screen.getByLabelText<HTMLInputElement>("Time zone");
const options = () => screen.queryAllByRole("option").map((option) => option.textContent);

describe("Combobox", () => {
  it("shows its value and opens all options with the arrow key", () => {
    renderUi(<Demo />);
    expect(input().value).toBe("Europe/Amsterdam");
    fireEvent.keyDown(input(), { key: "ArrowDown" });
    expect(input().getAttribute("aria-expanded")).toBe("true");
    expect(options()).toHaveLength(3);
  });

  it("narrows by typing and takes the active option with Enter", () => {
    renderUi(<Demo />);
    fireEvent.change(input(), { target: { value: "los" } });
    expect(options()).toEqual(["America/Los_Angeles"]);
    fireEvent.keyDown(input(), { key: "Enter" });
    expect(input().value).toBe("America/Los_Angeles");
    expect(input().getAttribute("aria-expanded")).toBe("false");
  });

  it("names the active option for screen readers while the arrows move", () => {
    renderUi(<Demo />);
    fireEvent.keyDown(input(), { key: "ArrowDown" });
    fireEvent.keyDown(input(), { key: "ArrowDown" });
    const active = input().getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.textContent).toBe("Europe/Berlin");
  });

  it("keeps its value when left or escaped without a choice", () => {
    renderUi(<Demo />);
    fireEvent.change(input(), { target: { value: "zzz" } });
    expect(screen.getByRole("status").textContent).toBe("No matches");
    fireEvent.keyDown(input(), { key: "Escape" });
    expect(input().value).toBe("Europe/Amsterdam");
  });

  it("asks for options as its text changes, tells the wait and shows a choice that no list has", () => {
    renderUi(<Searched />);
    expect(input().value).toBe("Anna");
    fireEvent.click(input());
    expect(options()).toEqual(["Found by nothing"]);
    fireEvent.change(input(), { target: { value: "an" } });
    expect(screen.getByRole("status").textContent).toBe("Searching…");
    fireEvent.keyDown(input(), { key: "Enter" });
    fireEvent.change(input(), { target: { value: "zone 9" } });
    expect(options()).toEqual(["Found by zone 9"]);
    fireEvent.keyDown(input(), { key: "Enter" });
    expect(input().value).toBe("Bert");
  });
});
