"use client";
import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "@/components/ui/cn";

type Wiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };

const FieldContext = createContext<Wiring | null>(null);

type Props = {
  label: ReactNode;
  /** One control: Input, Select, Textarea and so on. It takes its id and aria attributes from here. */
  children: ReactNode;
  /** What to enter or why; stays visible while the error shows. */
  hint?: ReactNode;
  /** What is wrong and how to solve it. */
  error?: ReactNode;
  /** Adds the required state. By default fields are required, so mark the others with `optionalLabel`. */
  required?: boolean;
  /** Text such as "optional", beside the label. */
  optionalLabel?: ReactNode;
  /** A link at the right of the label, for example "Forgot password?". */
  action?: ReactNode;
  /** Keeps the label for screen readers only, as in a search box. */
  hideLabel?: boolean;
  /** `row` puts the label beside the control, for switches and checkboxes. */
  layout?: "stack" | "row";
  className?: string;
};

/** Label, control, hint and error of one input, connected by ids. */
export function Field({
  label,
  children,
  hint,
  error,
  required = false,
  optionalLabel,
  action,
  hideLabel = false,
  layout = "stack",
  className,
}: Props) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ") || undefined;
  const labelRow = (
    <span className={cn("flex items-baseline justify-between gap-3", hideLabel && "sr-only")}>
      <label htmlFor={id} className="font-medium text-fg text-sm">
        {label}
        {optionalLabel ? <span className="ml-1.5 font-normal text-fg-subtle">{optionalLabel}</span> : null}
      </label>
      {action ? <span className="text-sm">{action}</span> : null}
    </span>
  );
  const notes = (
    <>
      {errorId ? (
        <p id={errorId} data-slot="field-error" className="text-danger-text text-sm">
          {error}
        </p>
      ) : null}
      {hintId ? (
        <p id={hintId} data-slot="field-hint" className="text-fg-subtle text-sm">
          {hint}
        </p>
      ) : null}
    </>
  );
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      {layout === "row" ? (
        <div data-slot="field" className={cn("flex items-start justify-between gap-6", className)}>
          <div className="grid gap-0.5">
            {labelRow}
            {notes}
          </div>
          {children}
        </div>
      ) : (
        <div data-slot="field" className={cn("grid content-start gap-1.5", className)}>
          {labelRow}
          {children}
          {notes}
        </div>
      )}
    </FieldContext>
  );
}

type ControlProps = {
  id?: string | undefined;
  required?: boolean | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling" | undefined;
  "aria-required"?: boolean | "true" | "false" | undefined;
};

/** The attributes a control inside a `Field` carries; own attributes win. */
export function useFieldControl(own: ControlProps): ControlProps {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: own.id ?? field.id,
    "aria-describedby": own["aria-describedby"] ?? field.describedBy,
    "aria-invalid": own["aria-invalid"] ?? (field.invalid || undefined),
    "aria-required": own["aria-required"] ?? (field.required || undefined),
  };
}
