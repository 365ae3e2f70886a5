"use client";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { decideRequest } from "@/components/join-requests/queries";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { MembershipRequestDto } from "@/lib/access/join-requests/schema";

type Props = {
  request: MembershipRequestDto;
  /** Those that the person on screen may give. */
  roles: readonly RoleChoice[];
  onClose: () => void;
  onDone: () => Promise<void>;
};

/** Lets somebody in, with the role they get. */
export function ApproveDialog({ request, roles, onClose, onDone }: Props) {
  const t = useTranslations("joinRequests.approve");
  const tCard = useTranslations("joinRequests");
  const roleName = useRoleName(roles);
  const stepUp = useStepUp();
  const { name } = request.person;
  const form = useNativeForm({
    submit: ({ role = "" }) => stepUp.run(() => decideRequest(request.id, { decision: "approve", role })),
    onSuccess: async ({ status }) => {
      toast.success(status === "closed" ? t("closed", { name }) : t("done", { name }));
      onClose();
      await onDone();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={t("title", { name })}
        description={t("description", { email: request.person.email })}
        form={form}
        confirmLabel={t("confirm")}
      >
        {request.note ? <p className="break-words text-sm">{tCard("said", { note: request.note })}</p> : null}
        <Field label={t("role")} error={form.errorOf("role")}>
          <Select
            name="role"
            defaultValue={roles.at(-1)?.key}
            options={roles.map((role) => ({ value: role.key, label: roleName(role.key) }))}
          />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
