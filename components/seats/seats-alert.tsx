import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import type { SeatsDto } from "@/lib/access/seats/schema";

type Props = {
  seats: SeatsDto;
  /** Where more seats are bought, for those who may. */
  upgradeHref: string | null;
};

/** Says that nobody new fits, and the way forward. Nothing while there is room. */
export function SeatsAlert({ seats, upgradeHref }: Props) {
  const t = useTranslations("seats");
  const { used, limit } = seats;
  if (limit === null || used < limit) return null;
  return (
    <Alert
      tone="warning"
      title={t(used > limit ? "over.title" : "full.title", { used, limit })}
      action={
        upgradeHref ? (
          <ButtonLink size="sm" href={upgradeHref}>
            {t("upgrade")}
          </ButtonLink>
        ) : undefined
      }
    >
      {t(used > limit ? "over.description" : "full.description")}
      {upgradeHref ? null : ` ${t("ask")}`}
    </Alert>
  );
}
