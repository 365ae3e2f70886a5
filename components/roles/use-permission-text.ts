import { useTranslations } from "next-intl";
import { useMemo } from "react";

export type PermissionText = {
  resource: (key: string) => string;
  /** "Members: view". */
  name: (permission: string) => string;
  /** The action alone, for a list below its resource. */
  action: (permission: string) => string;
  about: (permission: string) => string;
};

/** Words of the permission catalogue in the reader's language. A server component may use it as well. */
export function usePermissionText(): PermissionText {
  const t = useTranslations("permissions");
  return useMemo(() => {
    const known = (key: string, otherwise: string) => (t.has(key as never) ? t(key as never) : otherwise);
    const split = (permission: string) => permission.split(":") as [string, string];
    const resource = (key: string) => known(`resources.${key}`, key);
    const action = (permission: string) => known(`actions.${split(permission)[1]}`, split(permission)[1]);
    return {
      resource,
      action,
      name: (permission) => `${resource(split(permission)[0])}: ${action(permission).toLowerCase()}`,
      about: (permission) => known(`about.${permission.replace(":", "_")}`, permission),
    };
  }, [t]);
}
