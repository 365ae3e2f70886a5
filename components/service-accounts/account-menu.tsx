import { Ban, CirclePlay, KeyRound, Pencil, SearchCheck, Trash2, UserCog } from "lucide-react";
import type { useTranslations } from "next-intl";
import type { ServiceAccountDto } from "@/lib/access/service-accounts/schema";

export type AccountAction = "key" | "roles" | "change" | "disable" | "enable" | "delete";

type Rights = { mayManage: boolean; mayMakeKeys: boolean; mayExplain: boolean };

/** What may be done with a service account. The server decides again. */
export function accountMenu(
  t: ReturnType<typeof useTranslations<"serviceAccounts">>,
  account: ServiceAccountDto,
  { mayManage, mayMakeKeys, mayExplain }: Rights,
  act: (kind: AccountAction) => void,
) {
  const item = (kind: AccountAction, icon: React.ReactNode) => ({
    label: t(`actions.${kind}`),
    icon,
    onSelect: () => act(kind),
  });
  const isActive = account.status === "active";
  const change = [
    ...(mayManage && mayMakeKeys && isActive ? [item("key", <KeyRound aria-hidden="true" />)] : []),
    ...(mayManage
      ? [item("roles", <UserCog aria-hidden="true" />), item("change", <Pencil aria-hidden="true" />)]
      : []),
    ...(mayExplain
      ? [
          {
            label: t("actions.explain"),
            icon: <SearchCheck aria-hidden="true" />,
            href: `/settings/access?subject=service:${account.id}`,
          },
        ]
      : []),
  ];
  const end = mayManage
    ? [
        isActive
          ? item("disable", <Ban aria-hidden="true" />)
          : item("enable", <CirclePlay aria-hidden="true" />),
        { ...item("delete", <Trash2 aria-hidden="true" />), tone: "danger" as const },
      ]
    : [];
  const sections = [change, end].filter((items) => items.length > 0).map((items) => ({ items }));
  return sections.length > 0 ? { label: t("actions.menu", { name: account.name }), sections } : undefined;
}
