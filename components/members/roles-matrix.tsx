import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { ScrollRegion } from "@/components/ui/display/scroll-region";
import { Alert } from "@/components/ui/feedback/alert";
import type { RoleDto } from "@/lib/access/roles/schema";

type Props = {
  roles: readonly RoleDto[];
  /** Every permission there is, in the order of the catalogue. */
  permissions: readonly string[];
};

/** What each role may do, as a table of permissions by role. */
export function RolesMatrix({ roles, permissions }: Props) {
  const t = useTranslations("roles");
  const nameOf = (role: RoleDto) =>
    t.has(`names.${role.key}` as never) ? t(`names.${role.key}` as never) : role.name;
  return (
    <div className="grid gap-6">
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {roles.map((role) => (
          <section key={role.id} className="rounded-lg border bg-surface p-4">
            <h2 className="font-semibold">{nameOf(role)}</h2>
            <p className="mt-1 text-fg-muted text-sm">
              {t.has(`descriptions.${role.key}` as never)
                ? t(`descriptions.${role.key}` as never)
                : role.description}
            </p>
            <p className="mt-3 text-fg-subtle text-sm">{t("members", { count: role.member_count })}</p>
          </section>
        ))}
      </div>
      <ScrollRegion label={t("matrix")} className="focus-inset rounded-lg">
        <table className="w-full border-collapse bg-surface text-sm">
          <caption className="sr-only">{t("matrix")}</caption>
          <thead>
            <tr className="border-b bg-inset text-fg-muted text-xs">
              <th scope="col" className="h-9 px-4 text-left font-medium">
                {t("permission")}
              </th>
              {roles.map((role) => (
                <th key={role.id} scope="col" className="h-9 whitespace-nowrap px-4 text-left font-medium">
                  {nameOf(role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.map((permission) => (
              <tr key={permission} className="border-b last:border-0">
                <th scope="row" className="px-4 py-2 text-left font-normal">
                  <PermissionName permission={permission} />
                </th>
                {roles.map((role) => (
                  <td key={role.id} className="px-4 py-2">
                    <Mark allowed={role.permissions.includes(permission)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <Alert tone="info">{t("billingNote")}</Alert>
    </div>
  );
}

function PermissionName({ permission }: { permission: string }) {
  const t = useTranslations("roles");
  const [resource, action] = permission.split(":");
  const label = (group: "resources" | "actions", key = "") =>
    t.has(`${group}.${key}` as never) ? t(`${group}.${key}` as never) : key;
  return (
    <span className="grid">
      <span>
        {label("resources", resource)}: {label("actions", action).toLowerCase()}
      </span>
      <code className="font-mono text-2xs text-fg-subtle">{permission}</code>
    </span>
  );
}

function Mark({ allowed }: { allowed: boolean }) {
  const t = useTranslations("roles");
  const Icon = allowed ? Check : Minus;
  return (
    <span className={allowed ? "text-success-text" : "text-fg-subtle"}>
      <Icon aria-hidden="true" className="size-4" />
      <span className="sr-only">{allowed ? t("allowed") : t("notAllowed")}</span>
    </span>
  );
}
