"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type * as z from "zod";
import { operationQuery, sendReviewMessage } from "@/components/onboarding/queries";
import { ReviewThread } from "@/components/onboarding/review/review-thread";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { reviewMessageInput } from "@/lib/lifecycle/approval/schema";
import type { OperationDto } from "@/lib/lifecycle/operations/schema";

/** While staff decide: what happens next, their questions, and a place to answer. */
export function ReviewWait({ operation }: { operation: OperationDto }) {
  const t = useTranslations("lifecycle.review");
  const { review } = operation;
  if (!review) return null;
  const isAsked = review.state === "info_requested";
  return (
    <div className="grid gap-6">
      {isAsked ? (
        <Alert tone="warning" role="status" title={t("askedTitle")}>
          {t("asked")}
        </Alert>
      ) : (
        <ol className="grid list-decimal gap-2 pl-5">
          <li>{t("next.look")}</li>
          <li>{t("next.mail")}</li>
          <li>{t("next.open")}</li>
        </ol>
      )}
      <p role="status" className="text-fg-muted text-sm">
        {t("kept")}
      </p>
      <ReviewThread messages={review.messages} reader="applicant" />
      <AnswerForm operation={operation} />
    </div>
  );
}

function AnswerForm({ operation }: { operation: OperationDto }) {
  const t = useTranslations("lifecycle.review");
  const client = useQueryClient();
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof reviewMessageInput>,
    z.output<typeof reviewMessageInput>,
    OperationDto
  >({
    schema: reviewMessageInput,
    defaultValues: { body: "" },
    submit: (values) => sendReviewMessage(operation.id, values),
    onSuccess: (fresh) => {
      form.reset({ body: "" });
      client.setQueryData(operationQuery(operation.id, operation).queryKey, fresh);
    },
  });
  return (
    <form {...formProps} className="grid max-w-prose gap-3">
      <FormError failure={failure} />
      <Field label={t("message")} hint={t("messageHint")} error={errorOf("body")}>
        <Textarea {...form.register("body")} maxLength={2000} rows={4} />
      </Field>
      <div>
        <Button type="submit" loading={isSubmitting}>
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
