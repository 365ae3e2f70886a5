"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { teamTree } from "@/components/teams/queries";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Combobox } from "@/components/ui/forms/combobox/combobox";
import { Field } from "@/components/ui/forms/field";

export type TeamChoice = { id: string; name: string };
type Props = { chosen: readonly TeamChoice[]; onChange: (chosen: readonly TeamChoice[]) => void };

/** The teams that a group's members are put into. */
export function GroupTeamsField({ chosen, onChange }: Props) {
  const t = useTranslations("scim.groups");
  const { data = [] } = useQuery(teamTree());
  const free = data.filter(({ id }) => !chosen.some((team) => team.id === id));
  const add = (id: string) => {
    const team = data.find((one) => one.id === id);
    if (team) onChange([...chosen, { id, name: team.name }]);
  };
  return (
    <div className="mt-4 grid gap-2">
      <Field label={t("teams")} hint={t("teamsHint")}>
        <Combobox
          value=""
          onValueChange={add}
          placeholder={t("addTeam")}
          options={free.map(({ id, name, path }) => ({
            value: id,
            label: [...path.map((above) => above.name), name].join(" / "),
          }))}
        />
      </Field>
      {chosen.length > 0 ? (
        <ul className="grid gap-1" aria-label={t("teams")}>
          {chosen.map(({ id, name }) => (
            <li key={id} className="flex items-center justify-between gap-2">
              {name}
              <IconButton
                size="sm"
                label={t("removeTeam", { name })}
                icon={<X aria-hidden="true" className="size-4" />}
                onClick={() => onChange(chosen.filter((team) => team.id !== id))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
