import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

type Props = {
  /** What is locked: "Requests by API key". */
  name: string;
  plan: string;
  /** Where the plan can be changed, for those who may. */
  upgradeHref: string | null;
  variant?: "card" | "plain";
};

/** Stands where a part of the page is that the plan does not have. */
export function LockedState({ name, plan, upgradeHref, variant = "plain" }: Props) {
  const t = useTranslations("analytics.locked");
  return (
    <EmptyState
      variant={variant}
      icon={Lock}
      headingLevel={variant === "card" ? 2 : 3}
      title={t("title", { plan })}
      description={t("description", { name })}
      action={
        upgradeHref ? (
          <ButtonLink href={upgradeHref} variant="primary">
            {t("upgrade")}
          </ButtonLink>
        ) : undefined
      }
    />
  );
}
