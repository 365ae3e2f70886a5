"use client";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { useFieldControl } from "@/components/ui/forms/field";

type Props = Omit<ComponentProps<"input">, "type" | "size" | "role"> & {
  onCheckedChange?: (checked: boolean) => void;
};

/** On or off, applied at once. Needs a name: a `Field` with `layout="row"` or an `aria-label`. */
export function Switch({ className, onChange, onCheckedChange, ...props }: Props) {
  return (
    <span data-slot="switch" className={cn("relative inline-flex h-5 w-8 shrink-0 items-center", className)}>
      <input
        {...props}
        {...useFieldControl(props)}
        type="checkbox"
        role="switch"
        aria-checked={props.checked}
        onChange={(event) => {
          onChange?.(event);
          onCheckedChange?.(event.target.checked);
        }}
        className="peer h-5 w-8 appearance-none rounded-full border border-control bg-inset transition-colors before:absolute before:-inset-1 checked:border-accent checked:bg-accent disabled:opacity-60"
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute left-[3px] size-3.5 rounded-full bg-fg-subtle transition-[translate,background-color] peer-checked:translate-x-3 peer-checked:bg-accent-fg"
      />
    </span>
  );
}
