"use client";
import { useTranslations } from "next-intl";
import { type HeldRole, RoleChoiceRow } from "@/components/members/role-choice-row";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";

type Props = {
  roles: readonly RoleChoice[];
  held: readonly HeldRole[];
  /** Keys of the roles held before: they can be kept even by whoever could not give them. */
  before: readonly string[];
  onChange: (held: readonly HeldRole[]) => void;
  errorOf: (path: string) => string | undefined;
};

/** Roles to tick, each for good or until a time. */
export function RoleFields({ roles, held, before, onChange, errorOf }: Props) {
  const t = useTranslations("members.changeRole");
  const roleName = useRoleName(roles);
  const errorAt = (key: string) => {
    const index = held.findIndex((entry) => entry.role === key);
    return errorOf(`roles.${index}.expires_at`) ?? errorOf(`roles.${index}.role`);
  };
  return (
    <>
      <fieldset className="grid min-w-0 gap-2">
        <legend className="sr-only">{t("role")}</legend>
        {roles.map((role) => (
          <RoleChoiceRow
            key={role.key}
            role={role}
            name={roleName(role.key)}
            held={held.find((entry) => entry.role === role.key)}
            wasHeld={before.includes(role.key)}
            error={errorAt(role.key)}
            onChange={(next) => {
              const rest = held.filter((entry) => entry.role !== role.key);
              onChange(next ? [...rest, next] : rest);
            }}
          />
        ))}
      </fieldset>
      {held.length === 0 ? <p className="text-fg-muted text-sm">{t("atLeastOne")}</p> : null}
    </>
  );
}

/** As the API takes them. */
export function rolesBody(held: readonly HeldRole[]) {
  return { roles: held.map(({ role, until }) => ({ role, expires_at: until })) };
}
