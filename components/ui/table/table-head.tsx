"use client";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Checkbox } from "@/components/ui/forms/checkbox";
import type { DataColumn } from "@/components/ui/table/types";
import { type RowSelection, togglePage } from "@/components/ui/table/use-row-selection";
import type { TableState } from "@/components/ui/table/use-table-state";

type Props<Row> = {
  columns: readonly DataColumn<Row>[];
  state: TableState;
  hasActions: boolean;
  /** Sticks below the page's top bar. */
  isPinned: boolean;
  selection: RowSelection | undefined;
  pageIds: readonly string[];
};

/** Column names; the sortable ones are buttons that tell their direction. */
export function TableHead<Row>({ columns, state, hasActions, isPinned, selection, pageIds }: Props<Row>) {
  const t = useTranslations("ui.table");
  const selectedCount = pageIds.filter((id) => selection?.selected.has(id)).length;
  const cell = cn(
    "h-9 border-b bg-inset font-medium text-fg-muted text-xs",
    isPinned && "sticky top-14 z-10",
  );
  return (
    <thead>
      <tr>
        {selection ? (
          <th scope="col" className={cn(cell, "w-10 pl-4 text-left")}>
            <Checkbox
              aria-label={t("selectAll")}
              checked={pageIds.length > 0 && selectedCount === pageIds.length}
              indeterminate={selectedCount > 0 && selectedCount < pageIds.length}
              onChange={() => selection.setSelected(togglePage(selection.selected, pageIds))}
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            aria-sort={sortOf(column.id, state.sort)}
            style={column.width ? { width: column.width } : undefined}
            className={cn(
              cell,
              "whitespace-nowrap px-4",
              column.align === "end" ? "text-right" : "text-left",
              column.priority === "tablet" && "max-md:hidden",
              column.priority === "desktop" && "max-lg:hidden",
            )}
          >
            {column.sortable ? (
              <SortButton column={column} state={state} />
            ) : (
              <span className={cn(column.hideHeader && "sr-only")}>{column.header}</span>
            )}
          </th>
        ))}
        {hasActions ? (
          <th scope="col" className={cn(cell, "w-12")}>
            <span className="sr-only">{t("actions")}</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}

function sortOf(field: string, sort: string | undefined): "ascending" | "descending" | undefined {
  if (sort === field) return "ascending";
  return sort === `-${field}` ? "descending" : undefined;
}

function SortButton<Row>({ column, state }: { column: DataColumn<Row>; state: TableState }) {
  const direction = sortOf(column.id, state.sort);
  const Icon = direction === "ascending" ? ArrowUp : direction === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      onClick={() => state.toggleSort(column.id)}
      className={cn(
        "-mx-1.5 inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:text-fg",
        direction && "text-fg",
      )}
    >
      {column.header}
      <Icon aria-hidden="true" className={cn("size-3", !direction && "opacity-60")} />
    </button>
  );
}
