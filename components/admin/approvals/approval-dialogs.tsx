"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { askApplicant, decideApproval, snoozeApproval } from "@/components/admin/approvals/queries";
import { TextDialog } from "@/components/admin/approvals/text-dialog";
import type { QueueAction } from "@/components/admin/approvals/use-queue-keys";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { ApprovalDto } from "@/lib/back-office/approvals/schema";

const HOUR_MS = 3_600_000;
const SNOOZES = { hours4: 4, day: 24, days3: 72, week: 168 } as const;
type Snooze = keyof typeof SNOOZES;

type Props = {
  request: ApprovalDto;
  action: QueueAction | null;
  onClose: () => void;
  /** After a change, also when somebody else was first. */
  onDone: () => void;
};

/** What staff say with each of the four actions. */
export function ApprovalDialogs({ request, action, onClose, onDone }: Props) {
  const t = useTranslations("approvals.dialogs");
  const { id, name } = request;
  const onOpenChange = (open: boolean) => {
    if (!open) onClose();
  };
  const after = (kind: QueueAction) => () => {
    toast.success(t(`${kind}.done`, { name }));
    onDone();
  };
  return (
    <>
      <ConfirmDialog
        open={action === "approve"}
        onOpenChange={onOpenChange}
        tone="primary"
        title={t("approve.title", { name })}
        description={t("approve.description")}
        confirmLabel={t("approve.confirm")}
        onConfirm={() => decideApproval(id, { decision: "approve" }).then(after("approve"))}
      />
      <TextDialog
        open={action === "reject"}
        onOpenChange={onOpenChange}
        kind="reject"
        name={name}
        templates={["unverified", "duplicate", "purpose"]}
        submit={(text) => decideApproval(id, { decision: "reject", reason: text }).then(after("reject"))}
      />
      <TextDialog
        open={action === "ask"}
        onOpenChange={onOpenChange}
        kind="ask"
        name={name}
        templates={["company", "use"]}
        submit={(text) => askApplicant(id, { body: text }).then(after("ask"))}
      />
      <SnoozeDialog
        open={action === "snooze"}
        onOpenChange={onOpenChange}
        name={name}
        submit={(until) => snoozeApproval(id, { until }).then(after("snooze"))}
      />
    </>
  );
}

type SnoozeProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  name: string;
  submit: (until: string) => Promise<void>;
};

function SnoozeDialog({ open, onOpenChange, name, submit }: SnoozeProps) {
  const t = useTranslations("approvals.dialogs.snooze");
  const [choice, setChoice] = useState<Snooze>("day");
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      tone="primary"
      title={t("title", { name })}
      description={t("description")}
      confirmLabel={t("confirm")}
      onConfirm={() => submit(new Date(Date.now() + SNOOZES[choice] * HOUR_MS).toISOString())}
    >
      <Field label={t("until")}>
        <Select
          value={choice}
          onChange={(event) => setChoice(isSnooze(event.target.value) ? event.target.value : "day")}
          options={Object.keys(SNOOZES).map((key) => ({
            value: key,
            label: t(`choices.${isSnooze(key) ? key : "day"}`),
          }))}
        />
      </Field>
    </ConfirmDialog>
  );
}

function isSnooze(value: string): value is Snooze {
  return Object.hasOwn(SNOOZES, value);
}
