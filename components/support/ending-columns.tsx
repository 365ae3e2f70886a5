import type { useTranslations } from "next-intl";
import { Button } from "@/components/ui/actions/button";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { DataColumn } from "@/components/ui/table/types";
import type { SupportSessionDto } from "@/lib/access/support/schema";

type Row = Pick<SupportSessionDto, "id" | "staff_name" | "end_reason">;

/** How a support session ended, or a button that ends it; without `end` nobody is offered to. */
export function endingColumns<Session extends Row>(
  t: ReturnType<typeof useTranslations<"support">>,
  end: ((id: string) => void) | null,
): DataColumn<Session>[] {
  return [
    {
      id: "state",
      header: t("columns.state"),
      cell: (session) =>
        session.end_reason ? (
          <StatusDot tone="neutral">{t(`ends.${session.end_reason}`)}</StatusDot>
        ) : (
          <StatusDot tone="danger">{t("live")}</StatusDot>
        ),
    },
    {
      id: "end",
      header: t("columns.actions"),
      hideHeader: true,
      align: "end",
      cell: (session) =>
        session.end_reason || !end ? null : (
          <Button
            size="sm"
            variant="danger"
            aria-label={t("endLabel", { staff: session.staff_name })}
            onClick={() => end(session.id)}
          >
            {t("end")}
          </Button>
        ),
    },
  ];
}
