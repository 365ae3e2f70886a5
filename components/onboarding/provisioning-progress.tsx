"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, Circle, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ReviewThread } from "@/components/onboarding/review/review-thread";
import { ReviewWait } from "@/components/onboarding/review/review-wait";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { Spinner } from "@/components/ui/feedback/spinner";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import type { ReviewDto } from "@/lib/lifecycle/approval/schema";
import { type OperationDto, PROVISIONING_STEPS } from "@/lib/lifecycle/operations/schema";
import { createWorkspace, operationQuery } from "./queries";
import { useGoTo } from "./step-buttons";

/** Live progress of the set-up; goes on by itself when the workspace is ready. */
export function ProvisioningProgress({ initial }: { initial: OperationDto }) {
  const t = useTranslations("onboarding.provisioning");
  const { data: operation, isError } = useQuery(operationQuery(initial.id, initial));
  const { mutate: goOn } = useGoTo("invite");
  const router = useRouter();
  const isWaiting = operation.tenant?.status === "pending_approval";
  const wasWaiting = initial.tenant?.status === "pending_approval";
  // The page's own heading says what happens; after a decision that is something else.
  useEffect(() => {
    if (wasWaiting && !isWaiting) router.refresh();
  }, [wasWaiting, isWaiting, router]);
  const isReady = operation.state === "succeeded";
  useEffect(() => {
    if (isReady) goOn();
  }, [isReady, goOn]);
  if (operation.state === "failed") return <Failure operation={operation} />;
  if (operation.tenant?.status === "pending_approval") return <ReviewWait operation={operation} />;
  const done = operation.steps.filter((step) => step.state === "succeeded").length;
  return (
    <>
      <ol className="grid gap-3">
        {PROVISIONING_STEPS.map((name) => {
          const state = operation.steps.find((step) => step.name === name)?.state ?? "pending";
          return (
            <li key={name} className="flex items-center gap-3" data-state={state}>
              <StepIcon state={state} />
              <span className={state === "pending" ? "text-fg-subtle" : "text-fg"}>{t(`steps.${name}`)}</span>
              <span className={state === "failed" ? "text-sm text-warning-text" : "sr-only"}>
                {t(`states.${state}`)}
              </span>
            </li>
          );
        })}
      </ol>
      <p role="status" className="mt-6 text-fg-muted text-sm">
        {isReady ? t("ready") : t("progress", { done, total: PROVISIONING_STEPS.length })}
      </p>
      {isError ? (
        <Alert tone="warning" className="mt-4">
          {t("lost")}
        </Alert>
      ) : null}
    </>
  );
}

function StepIcon({ state }: { state: OperationDto["state"] }) {
  switch (state) {
    case "succeeded":
      return <Check aria-hidden="true" className="size-4 shrink-0 text-success-text" />;
    case "running":
      return <Spinner className="text-accent-text" />;
    case "failed":
      return <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-warning-text" />;
    case "pending":
      return <Circle aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />;
    default:
      return state satisfies never;
  }
}

function Failure({ operation }: { operation: OperationDto }) {
  const t = useTranslations("onboarding.provisioning");
  const router = useRouter();
  const showFailure = useFailureToast();
  const { request } = operation;
  const retry = useMutation({
    mutationFn: createWorkspace,
    onSuccess: () => router.refresh(),
    onError: showFailure,
  });
  if (operation.review?.state === "rejected") return <Rejected review={operation.review} />;
  return (
    <div className="grid gap-6">
      <Alert tone="danger" role="alert" title={t("failedTitle")}>
        {t("failed")}
      </Alert>
      <div className="flex flex-col gap-3 sm:flex-row">
        {request ? (
          <Button variant="primary" size="lg" loading={retry.isPending} onClick={() => retry.mutate(request)}>
            {t("retry")}
          </Button>
        ) : null}
        <ButtonLink href="/onboarding/workspace" size="lg">
          {t("change")}
        </ButtonLink>
      </div>
    </div>
  );
}

/** The decision of staff, with their reason; another request is possible. */
function Rejected({ review }: { review: ReviewDto }) {
  const t = useTranslations("onboarding.provisioning");
  const text = useTranslations("lifecycle.review");
  return (
    <div className="grid gap-6">
      <Alert tone="danger" role="alert" title={text("rejectedTitle")}>
        {text("rejected")} {review.reason ? text("reason", { reason: review.reason }) : null}
      </Alert>
      <ReviewThread messages={review.messages} reader="applicant" />
      <div>
        <ButtonLink href="/onboarding/workspace" size="lg">
          {t("change")}
        </ButtonLink>
      </div>
    </div>
  );
}
