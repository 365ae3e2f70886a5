"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PlacementDialog } from "@/components/admin/transfers/placement-dialog";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";

type Props = {
  tenantId: string;
  account: { name: string; placed_in: string | null };
  cells: readonly string[];
};

/** Where the account's next workspaces go; those it has stay where they are. */
export function PlacementCard({ tenantId, account, cells }: Props) {
  const t = useTranslations("data.placement");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card
      title={t("cardTitle")}
      description={t("cardDescription")}
      action={
        <Button
          size="sm"
          onClick={() => setIsOpen(true)}
          aria-label={t("buttonNamed", { name: account.name })}
        >
          {t("button")}
        </Button>
      }
    >
      <p className="text-sm">{account.placed_in ? t("placed", { cell: account.placed_in }) : t("byLoad")}</p>
      <PlacementDialog
        tenantId={tenantId}
        account={account}
        cells={cells}
        open={isOpen}
        onOpenChange={setIsOpen}
      />
    </Card>
  );
}
