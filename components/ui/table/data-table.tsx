"use client";
import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { cn } from "@/components/ui/cn";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { DropdownMenu, type MenuSection } from "@/components/ui/overlays/dropdown-menu";
import { TableHead } from "@/components/ui/table/table-head";
import { TablePager } from "@/components/ui/table/table-pager";
import { TableEmpty, TableError, TableSkeleton } from "@/components/ui/table/table-states";
import { TableToolbar } from "@/components/ui/table/table-toolbar";
import type { DataColumn, TableFilter } from "@/components/ui/table/types";
import { type RowSelection, toggleRow } from "@/components/ui/table/use-row-selection";
import { useScrollRegion } from "@/components/ui/table/use-scroll-region";
import type { TableState } from "@/components/ui/table/use-table-state";

export type DataTableProps<Row> = {
  /** Accessible name: what the rows are. */
  label: string;
  columns: readonly DataColumn<Row>[];
  /** `undefined` while loading. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** From `useTableState`. */
  state: TableState;
  /** `page.next_cursor` of the answer. */
  nextCursor?: string | null | undefined;
  /** What the query threw. */
  error?: unknown;
  onRetry?: () => void;
  /** An `EmptyState variant="plain"` for a list that has never had a row. */
  empty: ReactNode;
  /** Placeholder of the search field; no field without it. */
  searchLabel?: string;
  filters?: readonly TableFilter[];
  /** Right end of the toolbar: export, column choice. */
  toolbar?: ReactNode;
  /** Menu at the end of each row; `label` names the row, as in "Actions for Anna". */
  rowActions?: (row: Row) => { label: string; sections: readonly MenuSection[] } | undefined;
  /** From `useRowSelection`, with a name per row for its checkbox. */
  selection?: RowSelection & { labelOf: (row: Row) => string; actions: ReactNode };
  /** Rows shown are from before a change that is loading. */
  isStale?: boolean;
};

/**
 * The one table. Searching, sorting and paging happen on the server; the URL is their only store. Shows a skeleton,
 * the rows, "nothing yet", "nothing matches" or the error; scrolls sideways in its own container on a phone.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, state, error } = props;
  const hasToolbar = Boolean(props.searchLabel || props.filters?.length || props.toolbar);
  const isPaged = state.canGoBack || Boolean(props.nextCursor);
  return (
    <div data-slot="data-table" className="grid min-w-0 gap-3">
      {hasToolbar ? (
        <TableToolbar state={state} searchLabel={props.searchLabel} filters={props.filters ?? []}>
          {props.toolbar}
        </TableToolbar>
      ) : null}
      <SelectionBar selection={props.selection} />
      <div className="min-w-0 overflow-clip rounded-lg border bg-surface">
        {error !== undefined && error !== null ? (
          <TableError error={error} onRetry={props.onRetry} />
        ) : rows?.length === 0 ? (
          <TableEmpty state={state} empty={props.empty} />
        ) : (
          <Grid {...props} />
        )}
      </div>
      {isPaged && rows ? (
        <TablePager state={state} count={rows.length} nextCursor={props.nextCursor} />
      ) : null}
    </div>
  );
}

function Grid<Row>(props: DataTableProps<Row>) {
  const t = useTranslations("ui.table");
  const region = useScrollRegion();
  const { rows, columns, rowActions, selection } = props;
  const span = columns.length + (rowActions ? 1 : 0) + (selection ? 1 : 0);
  return (
    <div
      ref={region.ref}
      {...(region.isScrollable
        ? { tabIndex: 0, role: "region", "aria-label": `${props.label}. ${t("scrollHint")}` }
        : {})}
      className={cn("focus-inset relative", region.isScrollable ? "overflow-x-auto" : "overflow-x-clip")}
    >
      <table
        aria-label={props.label}
        aria-busy={rows === undefined || props.isStale || undefined}
        className="w-full border-collapse text-sm"
      >
        <TableHead
          columns={columns}
          state={props.state}
          hasActions={rowActions !== undefined}
          isPinned={!region.isScrollable}
          selection={selection}
          pageIds={rows?.map(props.rowId) ?? []}
        />
        <tbody className={cn("transition-opacity", props.isStale && "opacity-60")}>
          {rows === undefined ? (
            <TableSkeleton columns={columns} span={span} onRetry={props.onRetry} />
          ) : (
            rows.map((row) => <TableRow key={props.rowId(row)} row={row} table={props} />)
          )}
        </tbody>
      </table>
    </div>
  );
}

function TableRow<Row>({ row, table }: { row: Row; table: DataTableProps<Row> }) {
  const { columns, rowActions, selection } = table;
  const id = table.rowId(row);
  const actions = rowActions?.(row);
  const isSelected = selection?.selected.has(id);
  return (
    <tr
      data-selected={isSelected ? "" : undefined}
      className="border-b transition-colors last:border-0 hover:bg-hover data-selected:bg-accent-soft"
    >
      {selection ? (
        <td className="w-10 py-2 pl-4">
          <Checkbox
            aria-label={selection.labelOf(row)}
            checked={isSelected}
            onChange={() => selection.setSelected(toggleRow(selection.selected, id))}
          />
        </td>
      ) : null}
      {columns.map((column) => (
        <td key={column.id} className={cellClass(column)}>
          {column.cell(row)}
        </td>
      ))}
      {rowActions ? (
        <td className="w-12 py-1 pr-3 text-right">
          {actions ? (
            <DropdownMenu
              sections={actions.sections}
              trigger={(trigger) => (
                <IconButton
                  {...trigger}
                  size="sm"
                  label={actions.label}
                  icon={<Ellipsis aria-hidden="true" className="size-4" />}
                />
              )}
            />
          ) : null}
        </td>
      ) : null}
    </tr>
  );
}

export function cellClass(column: Pick<DataColumn<never>, "align" | "priority">): string {
  return cn(
    "h-11 px-4 py-2 align-middle",
    column.align === "end" && "tabular text-right",
    column.priority === "tablet" && "max-md:hidden",
    column.priority === "desktop" && "max-lg:hidden",
  );
}

function SelectionBar<Row>({ selection }: { selection: DataTableProps<Row>["selection"] }) {
  const t = useTranslations("ui.table");
  if (!selection || selection.selected.size === 0) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-accent-line bg-accent-soft px-4 py-2">
      <p role="status" className="font-medium text-accent-text text-sm">
        {t("selected", { count: selection.selected.size })}
      </p>
      <div className="flex flex-wrap gap-2">{selection.actions}</div>
    </div>
  );
}
