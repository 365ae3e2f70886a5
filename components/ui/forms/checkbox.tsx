"use client";
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { CheckIcon, MinusIcon } from "@/components/ui/display/icons";
import { useFieldControl } from "@/components/ui/forms/field";

type Props = Omit<ComponentProps<"input">, "type" | "size"> & {
  /** Text beside the box; leave it out only with an `aria-label` or inside a `Field`. */
  label?: ReactNode;
  description?: ReactNode;
  /** Some but not all, for "select all". */
  indeterminate?: boolean;
};

/** A box to tick, for consent and for several choices. A setting that applies at once is a `Switch`. */
export function Checkbox({ label, description, indeterminate = false, className, ref, ...props }: Props) {
  const own = useRef<HTMLInputElement>(null);
  const wiring = useFieldControl(props);
  const ownId = useId();
  const id = wiring.id ?? props.id ?? ownId;
  useEffect(() => {
    if (own.current) own.current.indeterminate = indeterminate;
  }, [indeterminate]);
  const box = (
    <span className="relative inline-grid size-4 shrink-0 align-middle place-items-center">
      <input
        {...props}
        {...wiring}
        id={id}
        ref={(node) => {
          own.current = node;
          if (typeof ref === "function") ref(node);
          else if (ref) ref.current = node;
        }}
        type="checkbox"
        data-slot="checkbox"
        className="peer size-4 appearance-none rounded-sm border border-control bg-surface transition-colors before:absolute before:-inset-1.5 checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:border-line disabled:bg-inset aria-invalid:border-danger"
      />
      <CheckIcon className="pointer-events-none absolute size-3 [stroke-width:2.4] text-accent-fg opacity-0 peer-checked:opacity-100 peer-indeterminate:opacity-0" />
      <MinusIcon className="pointer-events-none absolute size-3 [stroke-width:2.4] text-accent-fg opacity-0 peer-indeterminate:opacity-100" />
    </span>
  );
  if (label === undefined) return box;
  return (
    <label htmlFor={id} className={cn("flex items-start gap-2.5 text-base", className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span className="grid gap-0.5">
        <span className="text-fg">{label}</span>
        {description ? <span className="text-fg-subtle text-sm">{description}</span> : null}
      </span>
    </label>
  );
}
