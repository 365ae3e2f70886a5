"use client";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { TableState } from "@/components/ui/table/use-table-state";
import { type AdminTenantPage, TENANT_STATUSES } from "@/lib/back-office/tenants/schema";
import type { TenantStatus } from "@/lib/core/context";

type Props = { state: TableState; counts: AdminTenantPage["counts"] | undefined };

/** Shown even when there is none, so that the row does not jump about. */
const ALWAYS = new Set<TenantStatus>(["active", "suspended"]);

/** One button a status, with how many workspaces are in it; the URL keeps the choice. */
export function StatusFilter({ state, counts = {} }: Props) {
  const t = useTranslations("admin");
  const chosen = state.filters.status;
  const shown = TENANT_STATUSES.filter(
    (status) => ALWAYS.has(status) || status === chosen || (counts[status] ?? 0) > 0,
  );
  const all = TENANT_STATUSES.filter((status) => status !== "erased").reduce(
    (sum, status) => sum + (counts[status] ?? 0),
    0,
  );
  return (
    <fieldset className="mb-4 min-w-0 overflow-x-auto border-b">
      <legend className="sr-only">{t("tenants.statuses")}</legend>
      <div className="flex gap-5">
        <Choice
          label={t("tenants.all")}
          count={all}
          isChosen={!chosen}
          onChoose={() => state.setFilter("status", null)}
        />
        {shown.map((status) => (
          <Choice
            key={status}
            label={t(`status.${status}`)}
            count={counts[status] ?? 0}
            isChosen={status === chosen}
            onChoose={() => state.setFilter("status", status)}
          />
        ))}
      </div>
    </fieldset>
  );
}

type ChoiceProps = { label: string; count: number; isChosen: boolean; onChoose: () => void };

function Choice({ label, count, isChosen, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cn(
        "focus-inset flex h-9 items-center gap-2 whitespace-nowrap border-b-2 px-1 text-sm transition-colors",
        isChosen ? "border-accent font-medium text-fg" : "border-transparent text-fg-muted hover:text-fg",
      )}
    >
      {label}
      <span className="tabular text-2xs text-fg-subtle">{count}</span>
    </button>
  );
}
