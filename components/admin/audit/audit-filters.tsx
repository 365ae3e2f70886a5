"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/actions/button";
import { Input } from "@/components/ui/forms/input";
import type { TableState } from "@/components/ui/table/use-table-state";

/** Days from and until, and a pill for each person or workspace the list is narrowed to. */
export function AuditFilters({ state }: { state: TableState }) {
  const t = useTranslations("admin.audit");
  const prefix = useId();
  const pills = { tenant_id: t("onlyTenant"), actor_id: t("onlyActor") };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      {(["from", "to"] as const).map((id) => (
        <span key={id} className="flex items-center gap-2 text-fg-muted text-sm">
          <label htmlFor={`${prefix}-${id}`}>{t(id)}</label>
          <Input
            id={`${prefix}-${id}`}
            type="date"
            className="w-auto!"
            value={state.filters[id] ?? ""}
            onChange={(event) => state.setFilter(id, event.target.value || null)}
          />
        </span>
      ))}
      {(Object.keys(pills) as (keyof typeof pills)[])
        .filter((id) => state.filters[id])
        .map((id) => (
          <Button
            key={id}
            size="sm"
            aria-label={t("removeFilter", { name: pills[id] })}
            onClick={() => state.setFilter(id, null)}
          >
            {pills[id]}
            <X aria-hidden="true" className="size-3.5" />
          </Button>
        ))}
    </div>
  );
}
