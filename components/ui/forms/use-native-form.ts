"use client";
import { type FormEvent, useState } from "react";
import { useErrorText } from "@/components/ui/forms/error-text";
import { type Failure, failureOf } from "@/components/ui/forms/failure-of";
import { ApiError } from "@/lib/api/client";

type Options<Result> = {
  /** Receives the form's named values. Throw an `ApiError` (as `api.post` does) to refuse. */
  submit: (values: Record<string, string>) => Promise<Result>;
  onSuccess?: (result: Result) => void | Promise<void>;
};

type NativeForm = {
  /** Spread on `<form>`. */
  formProps: { method: "post"; noValidate: true; onSubmit: (event: FormEvent<HTMLFormElement>) => void };
  errorOf: (name: string) => string | undefined;
  failure: (Failure & { error: unknown }) | undefined;
  isSubmitting: boolean;
  /** Forgets what was refused, for a form that goes back a step. */
  clear: () => void;
};

/**
 * The form pattern of the sign-in pages: uncontrolled inputs and the browser's own constraint checks (`required`,
 * `type="email"`, `minLength`), with the same error texts and server mapping as `useApiForm`. It exists because
 * react-hook-form and zod weigh 38 KB on the first page that everybody loads.
 */
export function useNativeForm<Result>({ submit, onSuccess }: Options<Result>): NativeForm {
  const errorText = useErrorText();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<NativeForm["failure"]>();
  const [isSubmitting, setIsSubmitting] = useState(false);

  const run = async (form: HTMLFormElement) => {
    const invalid = constraintErrors(form, errorText.ofIssue);
    setErrors(invalid);
    setFailure(undefined);
    if (focusFirst(form, invalid)) return;
    setIsSubmitting(true);
    try {
      const result = await submit(valuesOf(form));
      await onSuccess?.(result);
    } catch (error) {
      const fields = error instanceof ApiError ? error.errors : [];
      const placed = Object.fromEntries(fields.map((item) => [item.path, errorText.ofField(item)]));
      setErrors(placed);
      if (!focusFirst(form, placed)) {
        setFailure({ ...failureOf(error, errorText), error });
      }
    } finally {
      setIsSubmitting(false);
    }
  };

  return {
    formProps: {
      // Sent before this script runs, a form would otherwise put a password into the address.
      method: "post",
      noValidate: true,
      onSubmit: (event) => {
        event.preventDefault();
        if (!isSubmitting) void run(event.currentTarget);
      },
    },
    errorOf: (name) => errors[name],
    failure,
    isSubmitting,
    clear: () => {
      setErrors({});
      setFailure(undefined);
    },
  };
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controlsOf(form: HTMLFormElement): Control[] {
  return Array.from(form.elements).filter((element): element is Control => {
    return "validity" in element && "name" in element && element.name !== "";
  });
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const entries = Array.from(new FormData(form).entries());
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === "string" ? value : ""]));
}

function constraintErrors(
  form: HTMLFormElement,
  textOf: ReturnType<typeof useErrorText>["ofIssue"],
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const control of controlsOf(form)) {
    const { validity, value } = control;
    if (validity.valid) continue;
    if (validity.valueMissing) errors[control.name] = textOf({ code: "invalid_type" });
    else if (validity.tooShort && "minLength" in control)
      errors[control.name] = textOf({ code: "too_small", minimum: control.minLength, input: value });
    else errors[control.name] = textOf({ code: "invalid_format", format: control.type, input: value });
  }
  return errors;
}

function focusFirst(form: HTMLFormElement, errors: Record<string, string>): boolean {
  const first = controlsOf(form).find((control) => errors[control.name] !== undefined);
  first?.focus();
  return first !== undefined;
}
