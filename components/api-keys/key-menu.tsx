import { Ban, Pencil, RefreshCw } from "lucide-react";
import type { useTranslations } from "next-intl";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

export type KeyAction = "rotate" | "change" | "revoke";

/** What may be done with a key; no menu for one that has ended. */
export function keyMenu(
  t: ReturnType<typeof useTranslations<"apiKeys">>,
  key: ApiKeyDto,
  { mayCreate, mayRevoke }: { mayCreate: boolean; mayRevoke: boolean },
  act: (kind: KeyAction) => void,
) {
  if (key.status !== "active" || !(mayCreate || mayRevoke)) return undefined;
  const item = (kind: KeyAction, icon: React.ReactNode) => ({
    label: t(`actions.${kind}`),
    icon,
    onSelect: () => act(kind),
  });
  const isToken = key.kind === "personal";
  const items = [
    ...(mayCreate && !isToken && !key.replaced_by ? [item("rotate", <RefreshCw aria-hidden="true" />)] : []),
    ...(mayCreate && !isToken ? [item("change", <Pencil aria-hidden="true" />)] : []),
    ...(mayRevoke ? [{ ...item("revoke", <Ban aria-hidden="true" />), tone: "danger" as const }] : []),
  ];
  return { label: t("actions.menu", { name: key.name }), sections: [{ items }] };
}
