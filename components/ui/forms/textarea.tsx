"use client";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { controlVariants } from "@/components/ui/forms/control-styles";
import { useFieldControl } from "@/components/ui/forms/field";

type Props = ComponentProps<"textarea"> & {
  /** Monospaced, for JSON, prompts and lists of addresses. */
  mono?: boolean;
};

/** A text field of several lines that grows with its content. */
export function Textarea({ mono = false, rows = 3, className, ...props }: Props) {
  return (
    <textarea
      {...props}
      {...useFieldControl(props)}
      rows={rows}
      data-slot="textarea"
      className={cn(
        controlVariants(),
        "field-sizing-content h-auto max-h-96 min-h-16 resize-y py-1.5",
        mono && "font-mono text-sm",
        className,
      )}
    />
  );
}
