"use client";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { UpDownIcon } from "@/components/ui/display/icons";
import { controlVariants } from "@/components/ui/forms/control-styles";
import { useFieldControl } from "@/components/ui/forms/field";

export type SelectOption = { value: string; label: string; disabled?: boolean };

type Props = Omit<ComponentProps<"select">, "size" | "children"> & {
  options: readonly SelectOption[];
  size?: "sm" | "md" | "lg";
  /** First, empty choice, such as "Choose a role". */
  placeholder?: string;
};

/**
 * One choice out of up to about fifteen; use `Combobox` for more. The platform's own select: it works with password
 * managers, phones and screen readers without a line of script.
 */
export function Select({ options, size, placeholder, className, ...props }: Props) {
  return (
    <span data-slot="select" className={cn("relative inline-flex w-full", className)}>
      <select
        {...props}
        {...useFieldControl(props)}
        className={cn(controlVariants({ size }), "appearance-none truncate pr-8")}
      >
        {placeholder !== undefined ? <option value="">{placeholder}</option> : null}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <UpDownIcon className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-fg-subtle" />
    </span>
  );
}
