"use client";
import { parseAsString, useQueryStates } from "nuqs";
import { useMemo, useRef } from "react";

type Options = {
  /** Names of the filters; `role` is `f.role` in the page's URL and `role` in `query`. */
  filters?: readonly string[];
  /** Field to sort by when the URL names none; a leading minus means descending. */
  defaultSort?: string;
  /** `server`: the page is rendered again for every change; `client`: react-query loads. */
  mode?: "client" | "server";
};

export type TableState = {
  search: string;
  sort: string | undefined;
  cursor: string | undefined;
  filters: Readonly<Record<string, string>>;
  /** For `api.get(path, { query: state.query })` and as part of the query key. */
  query: Readonly<Record<string, string>>;
  isFiltered: boolean;
  /** There is an earlier page. */
  canGoBack: boolean;
  setSearch: (value: string) => void;
  setFilter: (id: string, value: string | null) => void;
  /** Unsorted → ascending → descending → ascending. */
  toggleSort: (field: string) => void;
  clear: () => void;
  goNext: (cursor: string) => void;
  goBack: () => void;
};

const NO_FILTERS: readonly string[] = [];

/** The URL as the only store of a table: `q`, `sort`, `cursor` and `f.<filter>`. Any change resets the cursor. */
export function useTableState({
  filters = NO_FILTERS,
  defaultSort,
  mode = "client",
}: Options = {}): TableState {
  const filterKey = filters.join(",");
  const parsers = useMemo(() => {
    const names = ["q", "sort", "cursor", ...filterKey.split(",").filter(Boolean)];
    return Object.fromEntries(names.map((name) => [name, parseAsString]));
  }, [filterKey]);
  const urlKeys = useMemo(() => {
    return Object.fromEntries(filterKey.split(",").map((name) => [name, `f.${name}`]));
  }, [filterKey]);
  const [values, setValues] = useQueryStates(parsers, {
    shallow: mode === "client",
    history: "replace",
    urlKeys,
  });
  // Cursors only lead forward, so the way back is remembered; after a reload "Previous" leads to the first page.
  const trail = useRef<(string | null)[]>([]);

  const change = (next: Record<string, string | null>) => {
    trail.current = [];
    void setValues({ ...next, cursor: null });
  };
  const cursor = values.cursor ?? undefined;
  const search = values.q ?? "";
  const sort = values.sort ?? defaultSort;
  const chosen = pickTexts(values, filters);

  return {
    search,
    sort,
    cursor,
    filters: chosen,
    query: { ...chosen, ...pickTexts({ q: search, sort: sort ?? null, cursor: cursor ?? null }) },
    isFiltered: search !== "" || Object.keys(chosen).length > 0,
    canGoBack: cursor !== undefined,
    setSearch: (value) => change({ q: value || null }),
    setFilter: (id, value) => change({ [id]: value || null }),
    toggleSort: (field) => change({ sort: sort === field ? `-${field}` : field }),
    clear: () => change({ q: null, ...Object.fromEntries(filters.map((name) => [name, null])) }),
    goNext: (next) => {
      trail.current.push(cursor ?? null);
      void setValues({ cursor: next }, { history: "push" });
    },
    goBack: () => void setValues({ cursor: trail.current.pop() ?? null }, { history: "push" }),
  };
}

function pickTexts(
  values: Record<string, string | null>,
  names: readonly string[] = Object.keys(values),
): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
}
