"use client";
import { type ClipboardEvent, type KeyboardEvent, useId, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { useFieldControl } from "@/components/ui/forms/field";

type Props = {
  value: string;
  onChange: (value: string) => void;
  /** Called once when the last digit arrives, typed, pasted or filled in by the phone. */
  onComplete?: (value: string) => void;
  /** Accessible name; a `Field` label does the same. */
  label?: string;
  length?: number;
  disabled?: boolean;
  autoFocus?: boolean;
  name?: string;
};

/**
 * A numeric one-time code. One real input lies over drawn boxes, so that pasting `123 456`, autofill from a message
 * (`one-time-code`), undo and screen readers work as in any text field.
 */
export function OneTimeCodeInput({
  value,
  onChange,
  onComplete,
  label,
  length = 6,
  disabled = false,
  autoFocus = false,
  name,
}: Props) {
  const inputRef = useRef<HTMLInputElement>(null);
  const fallbackId = useId();
  const wiring = useFieldControl({});
  const accept = (raw: string) => {
    const digits = raw.replace(/\D/g, "").slice(0, length);
    if (digits === value) return;
    onChange(digits);
    if (digits.length === length) onComplete?.(digits);
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    accept(event.clipboardData.getData("text"));
  };
  const keepCaretAtEnd = (event: KeyboardEvent) => {
    if (["ArrowLeft", "ArrowRight", "Home", "ArrowUp", "ArrowDown"].includes(event.key))
      event.preventDefault();
  };
  const cells = Array.from({ length }, (_, index) => ({
    key: `${fallbackId}-${index}`,
    digit: value[index],
  }));
  return (
    <div
      data-slot="one-time-code"
      data-invalid={wiring["aria-invalid"] ? "" : undefined}
      className="group relative w-fit"
    >
      <div aria-hidden="true" className="flex gap-2">
        {cells.map((cell, index) => (
          <span
            key={cell.key}
            className={cn(
              "grid h-12 w-10 place-items-center rounded-md border border-control bg-surface font-medium font-mono text-xl tabular group-data-invalid:border-danger",
              index === Math.min(value.length, length - 1) &&
                "group-focus-within:border-ring group-focus-within:outline-2 group-focus-within:outline-ring/40",
              disabled && "border-line bg-inset text-fg-subtle",
              length === 6 && index === 3 && "ml-3",
            )}
          >
            {cell.digit}
          </span>
        ))}
      </div>
      <input
        {...wiring}
        ref={inputRef}
        name={name}
        aria-label={label}
        value={value}
        disabled={disabled}
        // biome-ignore lint/a11y/noAutofocus: the page asks for nothing but this code
        autoFocus={autoFocus}
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern={`[0-9]{${length}}`}
        maxLength={length * 2}
        onChange={(event) => accept(event.target.value)}
        onPaste={onPaste}
        onKeyDown={keepCaretAtEnd}
        onFocus={(event) => event.target.setSelectionRange(value.length, value.length)}
        className="absolute inset-0 size-full cursor-text bg-transparent text-transparent caret-transparent outline-none selection:bg-transparent disabled:cursor-not-allowed"
      />
    </div>
  );
}
