"use client";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { controlVariants } from "@/components/ui/forms/control-styles";
import { useFieldControl } from "@/components/ui/forms/field";

type Props = Omit<ComponentProps<"input">, "size" | "prefix"> & {
  size?: "sm" | "md" | "lg";
  /** A fixed part before the value: an icon or a text such as `https://`. */
  prefix?: ReactNode;
  /** A fixed part after the value: a unit or a domain such as `.atrium.example`. */
  suffix?: ReactNode;
};

/** A one-line text field. Put it in a `Field`, which gives it its label. */
export function Input({ size, prefix, suffix, className, ...props }: Props) {
  const wiring = useFieldControl(props);
  if (prefix === undefined && suffix === undefined) {
    return (
      <input {...props} {...wiring} data-slot="input" className={cn(controlVariants({ size }), className)} />
    );
  }
  return (
    <span
      data-slot="input-group"
      className={cn(
        controlVariants({ size }),
        "flex items-center gap-2 focus-within:border-ring has-focus-visible:outline-2 has-focus-visible:outline-ring/40 has-aria-invalid:border-danger has-disabled:bg-inset",
        className,
      )}
    >
      {prefix !== undefined ? <span className="shrink-0 text-fg-subtle">{prefix}</span> : null}
      <input
        {...props}
        {...wiring}
        data-slot="input"
        className="h-full w-full min-w-0 bg-transparent text-fg outline-none disabled:text-fg-subtle"
      />
      {suffix !== undefined ? <span className="shrink-0 text-fg-subtle">{suffix}</span> : null}
    </span>
  );
}
