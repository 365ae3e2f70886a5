"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";

export type RoleChoice = {
  key: string;
  name: string;
  description?: string;
  /** The person on screen may give it. */
  grantable: boolean;
};

/** Names of roles: built-in ones in the reader's language, the workspace's own as they were called. */
export function useRoleName(roles: readonly RoleChoice[]): (key: string | null) => string {
  const t = useTranslations("roles");
  return useCallback(
    (key) => {
      if (key === null) return "–";
      if (t.has(`names.${key}` as never)) return t(`names.${key}` as never);
      return roles.find((role) => role.key === key)?.name ?? key;
    },
    [t, roles],
  );
}
