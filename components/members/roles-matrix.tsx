import { Ban, Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePermissionText } from "@/components/roles/use-permission-text";
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
    <div className="grid gap-4">
      <div>
        <h2 className="font-semibold">{t("compare")}</h2>
        <p className="text-fg-muted text-sm">{t("compareDescription")}</p>
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
                    <Mark role={role} permission={permission} />
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
  const text = usePermissionText();
  return (
    <span className="grid">
      <span>{text.name(permission)}</span>
      <code className="font-mono text-2xs text-fg-subtle">{permission}</code>
    </span>
  );
}

function Mark({ role, permission }: { role: RoleDto; permission: string }) {
  const t = useTranslations("roles");
  const kind = role.permissions.includes(permission)
    ? "allowed"
    : role.denied.includes(permission)
      ? "denied"
      : "notAllowed";
  const [Icon, tone] = {
    allowed: [Check, "text-success-text"] as const,
    denied: [Ban, "text-danger-text"] as const,
    notAllowed: [Minus, "text-fg-subtle"] as const,
  }[kind];
  return (
    <span className={tone}>
      <Icon aria-hidden="true" className="size-4" />
      <span className="sr-only">{t(kind)}</span>
    </span>
  );
}
