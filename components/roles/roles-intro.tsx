import { Lock, ShieldPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PLANS, smallestPlanWith } from "@/lib/entitlements/catalogue";

type Props = { isInPlan: boolean; mayManage: boolean; hasOwn: boolean };

/** What roles of one's own are, when there are none yet or the plan has none; the button for a new one otherwise. */
export function RolesIntro({ isInPlan, mayManage, hasOwn }: Props) {
  const t = useTranslations("roles.list");
  if (!isInPlan) {
    const plan = smallestPlanWith("custom_roles");
    return (
      <EmptyState
        icon={Lock}
        title={t("lockedTitle", { plan: plan ? PLANS[plan].name : "" })}
        description={t("lockedDescription")}
        action={<ButtonLink href="/billing">{t("lockedAction")}</ButtonLink>}
      />
    );
  }
  if (!mayManage) return null;
  const button = (
    <ButtonLink href="/members/roles/new" variant={hasOwn ? "secondary" : "primary"}>
      {t("new")}
    </ButtonLink>
  );
  if (hasOwn) return <div className="flex justify-end">{button}</div>;
  return (
    <EmptyState
      icon={ShieldPlus}
      title={t("emptyTitle")}
      description={t("emptyDescription")}
      action={button}
    />
  );
}
