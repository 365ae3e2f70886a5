"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CellCard } from "@/components/admin/fleet/cell-card";
import { CellDialog } from "@/components/admin/fleet/cell-dialog";
import type { FleetCellDto } from "@/lib/back-office/fleet/schema";

/** The cells of the installation, one card each. */
export function CellCards({ cells }: { cells: readonly FleetCellDto[] }) {
  const t = useTranslations("fleet");
  const [chosen, setChosen] = useState<FleetCellDto>();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-label={t("cells")} className="grid items-start gap-4 xl:grid-cols-2">
      {cells.map((cell) => (
        <CellCard
          key={cell.name}
          cell={cell}
          onEdit={() => {
            setChosen(cell);
            setIsOpen(true);
          }}
        />
      ))}
      {chosen ? <CellDialog key={chosen.name} cell={chosen} open={isOpen} onOpenChange={setIsOpen} /> : null}
    </section>
  );
}
