"use client";
import { useTranslations } from "next-intl";
import { ApprovalSignals } from "@/components/admin/approvals/approval-signals";
import type { QueueAction } from "@/components/admin/approvals/use-queue-keys";
import { ReviewThread } from "@/components/onboarding/review/review-thread";
import { Button } from "@/components/ui/actions/button";
import { cn } from "@/components/ui/cn";
import { Badge } from "@/components/ui/display/badge";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import type { ApprovalDto } from "@/lib/back-office/approvals/schema";

const DAY_MS = 86_400_000;
const TONES = {
  waiting: "info",
  info_requested: "warning",
  approved: "success",
  rejected: "danger",
} as const;

type Props = {
  request: ApprovalDto;
  isCurrent: boolean;
  onFocus: () => void;
  /** Absent once decided. */
  onAction: ((action: QueueAction) => void) | undefined;
};

/** One request: who, what, since when, what is known, what was said, and the four things staff can do. */
export function ApprovalCard({ request, isCurrent, onFocus, onAction }: Props) {
  const t = useTranslations("approvals");
  const { name, slug, applicant } = request;
  return (
    <li
      tabIndex={-1}
      onFocus={onFocus}
      aria-current={isCurrent ? "true" : undefined}
      className={cn(
        "grid gap-4 rounded-lg border bg-surface p-5 outline-none",
        isCurrent && "border-accent-line ring-2 ring-accent-line",
      )}
    >
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="break-words font-semibold">{name}</h2>
          <p className="break-all font-mono text-fg-muted text-sm">{slug}</p>
          <p className="mt-1 break-words text-sm">
            {t("by", { name: applicant.name || applicant.email, email: applicant.email })}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2 text-fg-muted text-sm">
          <Badge tone={TONES[request.state]}>{t(`states.${request.state}`)}</Badge>
          <Age at={request.created_at} isOpen={request.decision === null} />
        </div>
      </div>
      <ApprovalSignals signals={request.signals} />
      <ReviewThread messages={request.messages} reader="staff" />
      <Outcome request={request} />
      {onAction ? <Actions name={name} onAction={onAction} /> : null}
    </li>
  );
}

/** Older than a day is late, and coloured so. */
function Age({ at, isOpen }: { at: string; isOpen: boolean }) {
  const t = useTranslations("approvals");
  const isLate = isOpen && Date.now() - Date.parse(at) > DAY_MS;
  return (
    <span className={cn(isLate && "font-medium text-danger-text")}>
      <RelativeTime value={at} />
      {isLate ? <span className="sr-only"> {t("late")}</span> : null}
    </span>
  );
}

function Outcome({ request }: { request: ApprovalDto }) {
  const t = useTranslations("approvals");
  const { decision, progress, state, snoozed_until: snoozedUntil } = request;
  if (!decision) {
    if (!snoozedUntil || Date.parse(snoozedUntil) < Date.now()) return null;
    return (
      <p className="text-fg-muted text-sm">
        {t("snoozedUntil")} <DateTime value={snoozedUntil} style="dateTime" withZone />
      </p>
    );
  }
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-fg-muted">
        {t("decidedBy", { name: decision.by })} <RelativeTime value={decision.at} />
      </p>
      {decision.reason ? <p>{t("reasonWas", { reason: decision.reason })}</p> : null}
      {state === "approved" ? (
        <p role="status">
          {progress.state === "succeeded"
            ? t("progress.ready")
            : progress.state === "failed"
              ? t("progress.failed")
              : t("progress.running", { done: progress.done, total: progress.total })}
        </p>
      ) : null}
    </div>
  );
}

function Actions({ name, onAction }: { name: string; onAction: (action: QueueAction) => void }) {
  const t = useTranslations("approvals.actions");
  return (
    <div className="flex flex-wrap gap-2">
      {(["approve", "reject", "ask", "snooze"] as const).map((action) => (
        <Button
          key={action}
          size="sm"
          variant={action === "approve" ? "primary" : "secondary"}
          aria-label={t(`${action}Named`, { name })}
          onClick={() => onAction(action)}
        >
          {t(action)}
        </Button>
      ))}
    </div>
  );
}
