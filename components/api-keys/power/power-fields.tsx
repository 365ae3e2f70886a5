"use client";
import { useTranslations } from "next-intl";
import { ScopePicker } from "@/components/api-keys/scope-picker";
import type { HeldRole } from "@/components/members/role-choice-row";
import { RoleFields, rolesBody } from "@/components/members/role-fields";
import type { RoleChoice } from "@/components/members/use-role-name";
import { RadioGroup } from "@/components/ui/forms/radio-group";

/** What a key may do: scopes, or roles in place of them. `by` says which of the two counts. */
export type KeyPower = { by: "scopes" | "roles"; scopes: readonly string[]; roles: readonly HeldRole[] };

type Props = {
  /** What the person may give: their own permissions. */
  scopes: readonly string[];
  /** None: the key names scopes. */
  roles: readonly RoleChoice[];
  value: KeyPower;
  onChange: (power: KeyPower) => void;
  error: string | undefined;
  errorOf: (path: string) => string | undefined;
};

export function PowerFields({ scopes, roles, value, onChange, error, errorOf }: Props) {
  const t = useTranslations("apiKeys.form");
  return (
    <>
      {roles.length > 0 ? (
        <RadioGroup
          legend={t("power")}
          variant="cards"
          value={value.by}
          onValueChange={(by) => onChange({ ...value, by: by === "roles" ? "roles" : "scopes" })}
          options={(["scopes", "roles"] as const).map((by) => ({
            value: by,
            label: t(`powers.${by}`),
            description: t(`powerHints.${by}`),
          }))}
        />
      ) : null}
      {value.by === "scopes" ? (
        <ScopePicker
          available={scopes}
          value={value.scopes}
          onChange={(next) => onChange({ ...value, scopes: next })}
          error={error}
        />
      ) : (
        <RoleFields
          roles={roles}
          held={value.roles}
          before={[]}
          onChange={(next) => onChange({ ...value, roles: next })}
          errorOf={errorOf}
        />
      )}
    </>
  );
}

/** As the API takes it. */
export function powerBody({ by, scopes, roles }: KeyPower) {
  return by === "scopes" ? { scopes: [...scopes], roles: [] } : { scopes: [], ...rolesBody(roles) };
}
