"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { memberName } from "@/components/members/member-name";
import { memberList } from "@/components/members/queries";
import { addToTeam } from "@/components/teams/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Combobox } from "@/components/ui/forms/combobox/combobox";
import { Field } from "@/components/ui/forms/field";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { TeamDto } from "@/lib/teams/schema";

type Props = { team: TeamDto; onClose: () => void; onDone: () => void };

/** Puts a member of the workspace into a team. */
export function AddMemberDialog({ team, onClose, onDone }: Props) {
  const t = useTranslations("teams.addMember");
  const stepUp = useStepUp();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState({ id: "", label: "" });
  const [isManager, setManager] = useState(false);
  const q = text.trim();
  const found = useQuery(memberList({ limit: "20", status: "active", ...(q && { q }) }));
  const options = (found.data?.data ?? []).map((member) => ({
    value: member.id,
    label: `${memberName(member)} (${member.email})`,
  }));
  const form = useNativeForm({
    submit: () =>
      stepUp.run(() => addToTeam(team.id, { user_id: chosen.id, kind: isManager ? "manager" : "member" })),
    onSuccess: (member) => {
      toast.success(t("done", { name: memberName(member), team: team.name }));
      onDone();
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("title", { team: team.name })}
        description={t("description")}
        form={form}
        confirmLabel={t("submit")}
        disabled={chosen.id === ""}
      >
        <Field label={t("person")} error={form.errorOf("user_id")}>
          <Combobox
            options={options}
            value={chosen.id}
            {...(chosen.id && { valueLabel: chosen.label })}
            onValueChange={(id) =>
              setChosen({ id, label: options.find(({ value }) => value === id)?.label ?? "" })
            }
            onSearch={setText}
            placeholder={t("placeholder")}
          />
        </Field>
        <Checkbox
          label={t("manager")}
          description={t("managerHint")}
          checked={isManager}
          onChange={(event) => setManager(event.target.checked)}
        />
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
