"use client";
import { useId } from "react";

type Props<Value extends string> = {
  legend: string;
  options: readonly Value[];
  value: Value;
  onChange: (value: Value) => void;
  label: (value: Value) => string;
  disabled?: boolean;
};

/** A small row of choices of which one is pressed: radio buttons in the look of a toolbar. */
export function Segments<Value extends string>({
  legend,
  options,
  value,
  onChange,
  label,
  disabled = false,
}: Props<Value>) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="flex rounded-md border bg-inset p-0.5 text-sm">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <label
          key={option}
          className="flex h-6.5 items-center rounded-[5px] px-2.5 text-fg-muted transition-colors has-checked:bg-surface has-checked:font-medium has-checked:text-fg has-focus-visible:outline-2 has-focus-visible:outline-ring"
        >
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
            className="sr-only"
          />
          {label(option)}
        </label>
      ))}
    </fieldset>
  );
}
