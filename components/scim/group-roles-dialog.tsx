"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { useCan } from "@/components/layout/shell/shell-context";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { GroupTeamsField, type TeamChoice } from "@/components/scim/group-teams-field";
import { bindGroup } from "@/components/scim/queries";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Dialog } from "@/components/ui/overlays/dialog";
import type { ScimGroupDto } from "@/lib/access/scim/schema";

type Props = {
  connectionId: string;
  group: ScimGroupDto;
  roles: readonly RoleChoice[];
  onClose: () => void;
};

/** Which roles a group's members have, and which teams they are put into. */
export function GroupRolesDialog({ connectionId, group, roles, onClose }: Props) {
  const t = useTranslations("scim.groups");
  const roleName = useRoleName(roles);
  const client = useQueryClient();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [chosen, setChosen] = useState<readonly string[]>(group.roles);
  const mayReadTeams = useCan("teams:read");
  const [teams, setTeams] = useState<readonly TeamChoice[]>(group.teams);
  const [isBusy, setIsBusy] = useState(false);
  const save = async () => {
    setIsBusy(true);
    try {
      await stepUp.run(() =>
        bindGroup(connectionId, group.id, {
          roles: [...chosen],
          ...(mayReadTeams && { teams: teams.map(({ id }) => id) }),
        }),
      );
      await client.invalidateQueries({ queryKey: ["scim", connectionId] });
      toast.success(t("saved"));
      onClose();
    } catch (error) {
      showFailure(error);
    } finally {
      setIsBusy(false);
    }
  };
  const toggle = (key: string, isOn: boolean) =>
    setChosen(isOn ? [...chosen, key] : chosen.filter((each) => each !== key));
  return (
    <>
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={t("dialogTitle", { name: group.name })}
        description={t("dialogDescription", { count: group.members })}
        footer={
          <>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button variant="primary" loading={isBusy} onClick={() => void save()}>
              {t("save")}
            </Button>
          </>
        }
      >
        <fieldset className="grid gap-3">
          <legend className="sr-only">{t("roles")}</legend>
          {roles.map(({ key, grantable }) => (
            <Checkbox
              key={key}
              label={roleName(key)}
              disabled={!grantable && !group.roles.includes(key)}
              checked={chosen.includes(key)}
              onChange={(event) => toggle(key, event.target.checked)}
            />
          ))}
        </fieldset>
        {mayReadTeams ? <GroupTeamsField chosen={teams} onChange={setTeams} /> : null}
      </Dialog>
      {stepUp.dialog}
    </>
  );
}
