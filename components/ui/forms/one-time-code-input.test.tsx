import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Field } from "@/components/ui/forms/field";
import { OneTimeCodeInput } from "@/components/ui/forms/one-time-code-input";
import { renderUi } from "@/components/ui/testing/render-ui";

afterEach(cleanup);

function Demo({ onComplete }: { onComplete: (code: string) => void }) {
  const [value, setValue] = useState("");
  return (
    <Field label="Code" error={value === "000000" ? "Wrong code." : undefined}>
      <OneTimeCodeInput value={value} onChange={setValue} onComplete={onComplete} />
    </Field>
  );
}

function renderCode() {
  const onComplete = vi.fn();
  renderUi(<Demo onComplete={onComplete} />);
  return { input: screen.getByLabelText<HTMLInputElement>("Code"), onComplete };
}

const paste = (input: HTMLElement, text: string) => {
  fireEvent.paste(input, { clipboardData: { getData: () => text } });
};

describe("OneTimeCodeInput", () => {
  it("takes a pasted code with spaces and text around it", () => {
    const { input, onComplete } = renderCode();
    paste(input, "Your code: 123 456.");
    expect(input.value).toBe("123456");
    expect(onComplete).toHaveBeenCalledExactlyOnceWith("123456");
  });

  it("keeps the first six of too many digits", () => {
    const { input } = renderCode();
    paste(input, "12345678");
    expect(input.value).toBe("123456");
  });

  it("ignores letters and waits for the last digit", () => {
    const { input, onComplete } = renderCode();
    fireEvent.change(input, { target: { value: "12a4" } });
    expect(input.value).toBe("124");
    expect(onComplete).not.toHaveBeenCalled();
  });

  it("completes when a phone fills in the whole code", () => {
    const { input, onComplete } = renderCode();
    expect(input.autocomplete).toBe("one-time-code");
    fireEvent.change(input, { target: { value: "654321" } });
    expect(onComplete).toHaveBeenCalledExactlyOnceWith("654321");
  });

  it("names its error", () => {
    const { input } = renderCode();
    paste(input, "000000");
    expect(input.getAttribute("aria-invalid")).toBe("true");
    const describedBy = input.getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(describedBy)?.textContent).toBe("Wrong code.");
  });
});
