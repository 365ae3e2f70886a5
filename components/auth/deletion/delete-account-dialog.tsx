"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { WorkspaceChoiceRow } from "@/components/auth/deletion/workspace-choice-row";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Alert } from "@/components/ui/feedback/alert";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import type { DeletionPlan, WorkspaceChoice } from "@/lib/lifecycle/own-account/schema";

type Props = {
  email: string;
  /** The root host's profile; null on that page itself. */
  rootProfile: string | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Asks what becomes of each workspace that would be left alone, and for the address; then closes the account. */
export function DeleteAccountDialog({ email, rootProfile, open, onOpenChange }: Props) {
  const t = useTranslations("profile.deletion");
  const stepUp = useStepUp();
  const [typed, setTyped] = useState("");
  const plan = useQuery({
    queryKey: ["me", "deletion"],
    queryFn: () => api.get<DeletionPlan>("/me/deletion"),
    enabled: open,
    gcTime: 0,
  });
  const form = useNativeForm({
    submit: (values) => {
      const workspaces = (plan.data?.workspaces ?? []).map(({ id }) => choiceOf(id, values[id] ?? ""));
      return stepUp
        .run(() => api.post("/me/deletion", { body: { workspaces } }))
        .catch(async (error: unknown) => {
          // What has to be chosen may be another thing by now.
          await plan.refetch();
          throw error;
        });
    },
    // The root host's page says what happens next; a workspace's own knows nothing of accounts.
    onSuccess: () =>
      window.location.assign(
        new URL("/sign-in?notice=account_closed", rootProfile ?? window.location.origin).href,
      ),
  });
  const refused = plan.data?.refused ?? null;
  return (
    <>
      <FormDialog
        kind="alert"
        open={open}
        onOpenChange={onOpenChange}
        title={t("dialogTitle")}
        description={t("dialogDescription")}
        form={form}
        confirmLabel={t("confirm")}
        tone="danger"
        disabled={!plan.data || refused !== null || typed !== email}
      >
        {plan.isError ? <Alert tone="danger">{t("failed")}</Alert> : null}
        {plan.isPending ? <Skeleton className="h-16" /> : null}
        {refused ? <Alert tone="warning">{t(`refused.${refused}`)}</Alert> : null}
        {plan.data?.workspaces.map((workspace) => (
          <WorkspaceChoiceRow key={workspace.id} workspace={workspace} />
        ))}
        {plan.data && !refused ? (
          <Field label={t("typeEmail", { email })} required>
            <Input autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        ) : null}
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}

function choiceOf(id: string, value: string): WorkspaceChoice {
  return value === "delete" ? { id, action: "delete" } : { id, action: "transfer", to: value };
}
