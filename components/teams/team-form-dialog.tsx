"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { changeTeam, createTeam } from "@/components/teams/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Combobox } from "@/components/ui/forms/combobox/combobox";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { TEAM_KINDS, type TeamDto } from "@/lib/teams/schema";

type Props = {
  /** The team on screen; none for a new one. */
  team?: TeamDto;
  /** Below which a new team lies at first. */
  parentId?: string | null;
  teams: readonly TeamDto[];
  onClose: () => void;
  onDone: () => void;
};

/** Makes a team, or changes its words, kind and place. */
export function TeamFormDialog({ team, parentId = null, teams, onClose, onDone }: Props) {
  const t = useTranslations("teams");
  const stepUp = useStepUp();
  const mode = team ? "change" : "create";
  const [kind, setKind] = useState<TeamDto["kind"]>(team?.kind ?? "department");
  const [parent, setParent] = useState((team ? team.parent_id : parentId) ?? "");
  const form = useNativeForm({
    submit: ({ name = "", description = "" }) =>
      stepUp.run(() => {
        const body = { name, description, kind, parent_id: parent || null };
        return team ? changeTeam(team.id, body) : createTeam(body);
      }),
    onSuccess: ({ name }) => {
      toast.success(t(`${mode}.done`, { name }));
      onDone();
      onClose();
    },
  });
  const places = teams.filter(
    ({ id, path }) => id !== team?.id && !path.some((above) => above.id === team?.id),
  );
  return (
    <>
      <FormDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t(`${mode}.title`, { name: team?.name ?? "" })}
        description={t(`${mode}.description`)}
        form={form}
        confirmLabel={t(`${mode}.submit`)}
      >
        <Field label={t("form.name")} error={form.errorOf("name")} required>
          <Input name="name" defaultValue={team?.name} maxLength={60} autoComplete="off" required />
        </Field>
        <Field label={t("form.kind")}>
          <Select
            value={kind}
            onChange={(event) => setKind(TEAM_KINDS.find((one) => one === event.target.value) ?? kind)}
            options={TEAM_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
        </Field>
        <Field label={t("form.parent")} hint={t("form.parentHint")} error={form.errorOf("parent_id")}>
          <Combobox
            value={parent}
            onValueChange={setParent}
            options={[
              { value: "", label: t("form.top") },
              ...places.map(({ id, name, path }) => ({
                value: id,
                label: [...path.map((above) => above.name), name].join(" / "),
              })),
            ]}
          />
        </Field>
        <Field label={t("form.about")} optionalLabel={t("form.optional")} error={form.errorOf("description")}>
          <Input name="description" defaultValue={team?.description} maxLength={300} autoComplete="off" />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
