"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import {
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  get,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import * as z from "zod";
import { useErrorText } from "@/components/ui/forms/error-text";
import { type Failure, failureOf } from "@/components/ui/forms/failure-of";
import { ApiError } from "@/lib/api/client";
import type { FieldError } from "@/lib/core/errors";

// zod would compile object schemas with `new Function`, which the Content-Security-Policy refuses and reports.
z.config({ jitless: true });

type Options<Input extends FieldValues, Output, Result> = {
  /** Schema of `lib/<domain>/schema.ts`, the one the server checks with. */
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  /** Sends the parsed values, usually through `api.post` and the like. */
  submit: (values: Output) => Promise<Result>;
  onSuccess?: (result: Result, form: UseFormReturn<Input, unknown, Output>) => void;
  /** Server path → field, where the two differ, for example `{ "body.email": "email" }`. */
  fieldOf?: Record<string, FieldPath<Input>>;
};

export type ApiForm<Input extends FieldValues, Output> = {
  form: UseFormReturn<Input, unknown, Output>;
  /** Spread on `<form>`. */
  formProps: {
    method: "post";
    noValidate: true;
    onSubmit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  };
  /** Translated error of one field, from the schema or from the server. */
  errorOf: (name: FieldPath<Input>) => string | undefined;
  /** What the server refused beyond single fields. Show it with `FormError`. */
  failure: Failure | undefined;
  isSubmitting: boolean;
};

/**
 * The one form pattern: react-hook-form, checked on blur with the server's own zod schema; field errors in the server's
 * problem document land on their inputs, the rest in `failure`.
 */
export function useApiForm<Input extends FieldValues, Output, Result>(
  options: Options<Input, Output, Result>,
): ApiForm<Input, Output> {
  const errorText = useErrorText();
  const [failure, setFailure] = useState<ApiForm<Input, Output>["failure"]>();
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(options.schema, { error: (issue) => errorText.ofIssue(issue) }),
    defaultValues: options.defaultValues,
    mode: "onTouched",
  });

  const onSubmit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      const result = await options.submit(values);
      form.reset(form.getValues());
      options.onSuccess?.(result, form);
    } catch (error) {
      const unplaced = placeFieldErrors(error, form, options.fieldOf ?? {}, errorText.ofField);
      if (unplaced) {
        setFailure(failureOf(error, errorText));
      }
    }
  });

  // react-hook-form fills its inputs once they are mounted: without this the server would send them empty.
  const register: typeof form.register = (name, rules) => {
    const value: unknown = get(options.defaultValues, name);
    const isText = typeof value === "string" || typeof value === "number";
    return { ...form.register(name, rules), ...(isText && { defaultValue: value }) };
  };

  return {
    form: { ...form, register },
    // Sent before this script runs, a form would otherwise put its fields into the address.
    formProps: { method: "post", noValidate: true, onSubmit },
    errorOf: (name) => {
      const message = form.getFieldState(name, form.formState).error?.message;
      return message ? errorText.ofKey(message) : undefined;
    },
    failure,
    isSubmitting: form.formState.isSubmitting,
  };
}

/** Puts every field error on its input and focuses the first; true when something is left to say about the whole. */
function placeFieldErrors<Input extends FieldValues, Output>(
  error: unknown,
  form: UseFormReturn<Input, unknown, Output>,
  fieldOf: Record<string, FieldPath<Input>>,
  textOf: (error: FieldError) => string,
): boolean {
  if (!(error instanceof ApiError) || error.errors.length === 0) return true;
  let unplaced = false;
  let shouldFocus = true;
  for (const item of error.errors) {
    const name = fieldOf[item.path] ?? item.path;
    // Values hold every registered field, so an unknown path means: no input to show it at.
    if (form.getFieldState(name as FieldPath<Input>) && hasPath(form.getValues(), name)) {
      form.setError(name as FieldPath<Input>, { type: "server", message: textOf(item) }, { shouldFocus });
      shouldFocus = false;
    } else unplaced = true;
  }
  return unplaced;
}

function hasPath(values: unknown, path: string): boolean {
  let current: unknown = values;
  for (const part of path.split(".")) {
    if (typeof current !== "object" || current === null || !(part in current)) return false;
    current = (current as Record<string, unknown>)[part];
  }
  return true;
}
