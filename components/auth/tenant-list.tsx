import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/display/avatar";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import type { TenantStatus } from "@/lib/core/context";
import { formatRelative } from "@/lib/core/format";
import type { Locale } from "@/lib/core/locale";

type Entry = {
  id: string;
  slug: string;
  name: string;
  planName: string;
  status: TenantStatus;
  roleKeys: readonly { key: string; name: string }[];
  lastOpenedAt: Date | null;
};

const QUIET = new Set<TenantStatus>(["active", "grace", "erased"]);

/** The workspaces to choose from; each is a plain link, because the way there leads over two hosts. */
export function TenantList({ tenants, locale }: { tenants: readonly Entry[]; locale: Locale }) {
  const t = useTranslations("auth.workspaces");
  if (tenants.length === 0) return null;
  const nameOf = (role: { key: string; name: string }) =>
    t.has(`roles.${role.key}` as "roles.viewer") ? t(`roles.${role.key}` as "roles.viewer") : role.name;
  const stateOf = (tenant: Entry) => {
    const { status, lastOpenedAt } = tenant;
    if (!QUIET.has(status)) return t(`status.${status as "suspended"}`);
    return lastOpenedAt
      ? t("lastOpened", { time: formatRelative(lastOpenedAt, new Date(), locale) })
      : t("neverOpened");
  };
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border">
      {tenants.map((tenant) => (
        <li key={tenant.id}>
          <a
            href={`/switch?to=${tenant.slug}`}
            className="flex items-center gap-3 px-3 py-3 no-underline transition-colors hover:bg-hover"
          >
            <Avatar name={tenant.name} shape="square" size="lg" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium text-fg">{tenant.name}</span>
              <span className="block text-fg-muted text-sm">
                {[...tenant.roleKeys.map(nameOf), stateOf(tenant)].join(" · ")}
              </span>
            </span>
            <PlanBadge plan={tenant.planName} />
          </a>
        </li>
      ))}
    </ul>
  );
}
