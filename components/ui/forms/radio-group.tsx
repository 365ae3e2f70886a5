"use client";
import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";

export type RadioOption = {
  value: string;
  label: ReactNode;
  description?: ReactNode;
  /** Shown at the right, for example a price. */
  trailing?: ReactNode;
  disabled?: boolean;
};

type Props = {
  /** The question, read before the options. */
  legend: ReactNode;
  options: readonly RadioOption[];
  name?: string;
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  error?: ReactNode;
  hideLegend?: boolean;
  /** `cards` draws a border round every option. */
  variant?: "plain" | "cards";
  className?: string;
};

/** One choice out of a few that are worth comparing side by side. */
export function RadioGroup({
  legend,
  options,
  name,
  value,
  defaultValue,
  onValueChange,
  error,
  hideLegend = false,
  variant = "plain",
  className,
}: Props) {
  const id = useId();
  return (
    <fieldset
      data-slot="radio-group"
      className={cn("min-w-0", className)}
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className={cn("mb-2 font-medium text-sm", hideLegend && "sr-only")}>{legend}</legend>
      <div className={cn("grid", variant === "cards" ? "gap-2" : "gap-3")}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cn(
              "flex items-start gap-2.5",
              variant === "cards" &&
                "rounded-lg border bg-surface p-3 transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft",
            )}
          >
            <input
              type="radio"
              name={name ?? id}
              value={option.value}
              disabled={option.disabled}
              {...(value === undefined
                ? { defaultChecked: option.value === defaultValue }
                : { checked: option.value === value })}
              onChange={() => onValueChange?.(option.value)}
              className="mt-0.5 size-4 shrink-0 appearance-none rounded-full border border-control bg-surface transition-[border-width,border-color] checked:border-[5px] checked:border-accent disabled:bg-inset"
            />
            <span className="grid min-w-0 flex-1 gap-0.5">
              <span className="text-fg">{option.label}</span>
              {option.description ? (
                <span className="text-fg-subtle text-sm">{option.description}</span>
              ) : null}
            </span>
            {option.trailing}
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className="mt-1.5 text-danger-text text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
