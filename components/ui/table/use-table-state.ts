"use client";
import { useRef } from "react";
import { useUrlState } from "@/components/ui/use-url-state";

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
  const [params, changeUrl] = useUrlState();
  const rendersAgain = mode === "server";
  // Cursors only lead forward, so the way back is remembered; after a reload "Previous" leads to the first page.
  const trail = useRef<(string | null)[]>([]);

  const change = (next: Record<string, string | null>) => {
    trail.current = [];
    changeUrl({ ...next, cursor: null }, { rendersAgain });
  };
  const go = (to: string | null) => changeUrl({ cursor: to }, { history: "push", rendersAgain });
  const cursor = params.get("cursor") ?? undefined;
  const search = params.get("q") ?? "";
  const sort = params.get("sort") ?? defaultSort;
  const chosen = pickTexts(filters.map((name) => [name, params.get(nameInUrl(name))]));

  return {
    search,
    sort,
    cursor,
    filters: chosen,
    query: { ...chosen, ...pickTexts(Object.entries({ q: search, sort, cursor })) },
    isFiltered: search !== "" || Object.keys(chosen).length > 0,
    canGoBack: cursor !== undefined,
    setSearch: (value) => change({ q: value || null }),
    setFilter: (id, value) => change({ [nameInUrl(id)]: value || null }),
    toggleSort: (field) => change({ sort: sort === field ? `-${field}` : field }),
    clear: () => change({ q: null, ...Object.fromEntries(filters.map((name) => [nameInUrl(name), null])) }),
    goNext: (next) => {
      trail.current.push(cursor ?? null);
      go(next);
    },
    goBack: () => go(trail.current.pop() ?? null),
  };
}

const nameInUrl = (filter: string) => `f.${filter}`;

function pickTexts(entries: readonly [string, string | null | undefined][]): Record<string, string> {
  return Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
