"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { useErrorText } from "@/components/ui/forms/error-text";
import { type Failure, failureOf } from "@/components/ui/forms/failure-of";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Dialog } from "@/components/ui/overlays/dialog";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Remove Anna de Vries?". */
  title: ReactNode;
  /** What will happen and whether it can be undone. */
  description: ReactNode;
  /** The verb of the question: "Remove member". */
  confirmLabel: string;
  /** Awaited; the dialog closes when it resolves and shows the refusal when it rejects. */
  onConfirm: () => Promise<unknown>;
  tone?: "danger" | "primary";
  /** Text that must be typed first, such as a slug: for what destroys data. */
  typeToConfirm?: string;
  children?: ReactNode;
};

/** Asks once more before something that costs money or data. */
export function ConfirmDialog({ typeToConfirm, ...props }: Props) {
  const t = useTranslations("ui.confirm");
  const errorText = useErrorText();
  const formId = useId();
  const [typed, setTyped] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const isAllowed = typeToConfirm === undefined || typed.trim() === typeToConfirm;

  useEffect(() => {
    if (!props.open) return;
    setTyped("");
    setFailure(undefined);
  }, [props.open]);

  const confirm = async () => {
    if (!isAllowed || isPending) return;
    setIsPending(true);
    setFailure(undefined);
    try {
      await props.onConfirm();
      props.onOpenChange(false);
    } catch (error) {
      setFailure(failureOf(error, errorText));
    } finally {
      setIsPending(false);
    }
  };

  return (
    <Dialog
      kind="alert"
      width="sm"
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      description={props.description}
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)}>{t("cancel")}</Button>
          <Button
            type="submit"
            form={formId}
            variant={props.tone === "primary" ? "primary" : "danger"}
            loading={isPending}
            disabled={!isAllowed}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4 empty:hidden"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {props.children}
        <FormError failure={failure} />
        {typeToConfirm ? (
          <Field
            label={t.rich("typeToConfirm", {
              text: () => <code className="font-mono">{typeToConfirm}</code>,
            })}
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        ) : null}
      </form>
    </Dialog>
  );
}
