"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { answerRequest, requestList } from "@/components/receipts/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { AccessRequestDto } from "@/lib/access/receipts/schema";

const HOUR_MS = 3_600_000;
const SPANS = { hour: 1, workday: 8, day: 24, week: 168, month: 720, quarter: 2160 } as const;
type Span = keyof typeof SPANS;

type Props = {
  request: AccessRequestDto;
  roles: readonly (RoleChoice & { permissions: readonly string[] })[];
  onClose: () => void;
};

/** Gives the person a role beside their own; those that hold what they asked for come first. */
export function GrantDialog({ request, roles, onClose }: Props) {
  const t = useTranslations("receipts.requests.grant");
  const tSpans = useTranslations("members.changeRole.spans");
  const client = useQueryClient();
  const roleName = useRoleName(roles);
  const stepUp = useStepUp();
  const fits = (role: Props["roles"][number]) => role.permissions.includes(request.subject);
  const choices = roles
    .filter((role) => role.grantable)
    // The smallest that is enough comes first.
    .toSorted((a, b) => Number(fits(b)) - Number(fits(a)) || a.permissions.length - b.permissions.length);
  const form = useNativeForm({
    submit: ({ role = "", span = "" }) => {
      const hours = span in SPANS ? SPANS[span as Span] : undefined;
      const until = hours === undefined ? null : new Date(Date.now() + hours * HOUR_MS).toISOString();
      return stepUp.run(() => answerRequest(request.id, { decision: "grant", role, expires_at: until }));
    },
    onSuccess: () => {
      toast.success(t("done", { name: request.person.name }));
      void client.invalidateQueries({ queryKey: requestList.key });
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={t("title", { name: request.person.name })}
        description={t("description", { subject: request.subject || request.code })}
        form={form}
        confirmLabel={t("submit")}
      >
        <Field label={t("role")} error={form.errorOf("role")}>
          <Select
            name="role"
            options={choices.map((role) => ({
              value: role.key,
              label: fits(role) ? t("fits", { role: roleName(role.key) }) : roleName(role.key),
            }))}
          />
        </Field>
        <Field label={t("until")} error={form.errorOf("expires_at")}>
          <Select
            name="span"
            defaultValue="day"
            options={[
              ...(Object.keys(SPANS) as Span[]).map((key) => ({ value: key, label: tSpans(key) })),
              { value: "never", label: tSpans("never") },
            ]}
          />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
