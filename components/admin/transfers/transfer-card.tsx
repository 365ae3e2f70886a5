"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CloneDialog } from "@/components/admin/transfers/clone-dialog";
import { MoveDialog } from "@/components/admin/transfers/move-dialog";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";

type Props = { tenant: { id: string; name: string; slug: string; cell: string }; cells: readonly string[] };

/** Copies a workspace into a sandbox, or moves it into another database. */
export function TransferCard({ tenant, cells }: Props) {
  const t = useTranslations("data.transfer");
  const [open, setOpen] = useState<"clone" | "move">();
  const others = cells.filter((cell) => cell !== tenant.cell);
  const onOpenChange = (isOpen: boolean) => !isOpen && setOpen(undefined);
  return (
    <Card title={t("title")} description={t("description")}>
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => setOpen("clone")}>{t("clone")}</Button>
        {others.length > 0 ? (
          <Button onClick={() => setOpen("move")}>{t("move")}</Button>
        ) : (
          <span className="text-fg-muted text-sm">{t("onlyCell")}</span>
        )}
      </div>
      <CloneDialog tenant={tenant} open={open === "clone"} onOpenChange={onOpenChange} />
      {others.length > 0 ? (
        <MoveDialog tenant={tenant} cells={others} open={open === "move"} onOpenChange={onOpenChange} />
      ) : null}
    </Card>
  );
}
