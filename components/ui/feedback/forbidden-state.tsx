import { ShieldX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/feedback/empty-state";

type Props = {
  /** The missing permission, as the API names it. */
  permission?: string;
  action?: ReactNode;
  variant?: "card" | "plain";
};

/** No access: which permission is missing and who can grant it. */
export function ForbiddenState({ permission, action, variant }: Props) {
  const t = useTranslations("ui.forbidden");
  return (
    <EmptyState
      variant={variant ?? "card"}
      icon={ShieldX}
      title={t("title")}
      description={
        permission
          ? t.rich("description", {
              permission: () => <code className="font-mono text-2xs">{permission}</code>,
            })
          : t("generic")
      }
      action={action}
    />
  );
}
