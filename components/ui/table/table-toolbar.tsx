"use client";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import type { TableFilter } from "@/components/ui/table/types";
import type { TableState } from "@/components/ui/table/use-table-state";

const TYPING_PAUSE_MS = 250;

type Props = {
  state: TableState;
  searchLabel: string | undefined;
  filters: readonly TableFilter[];
  children?: ReactNode;
};

/** Search and filters above a table. */
export function TableToolbar({ state, searchLabel, filters, children }: Props) {
  const t = useTranslations("ui.table");
  return (
    <search className="flex flex-wrap items-center gap-2">
      {searchLabel ? <SearchField label={searchLabel} state={state} /> : null}
      {filters.map((filter) => (
        <Select
          key={filter.id}
          aria-label={filter.label}
          className="w-auto! max-w-48"
          value={state.filters[filter.id] ?? ""}
          onChange={(event) => state.setFilter(filter.id, event.target.value)}
          placeholder={`${filter.label}: ${t("allOf")}`}
          options={filter.options}
        />
      ))}
      {state.isFiltered ? (
        <Button variant="ghost" onClick={state.clear}>
          <X aria-hidden="true" className="size-4" />
          {t("clearFilters")}
        </Button>
      ) : null}
      {children ? <div className="ml-auto flex items-center gap-2">{children}</div> : null}
    </search>
  );
}

function SearchField({ label, state }: { label: string; state: TableState }) {
  const [text, setText] = useState(state.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(state.search), [state.search]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={label}
      className="w-full! sm:w-64!"
      prefix={<Search aria-hidden="true" className="size-4" />}
      value={text}
      onChange={(event) => {
        const { value } = event.target;
        setText(value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => state.setSearch(value.trim()), TYPING_PAUSE_MS);
      }}
    />
  );
}
