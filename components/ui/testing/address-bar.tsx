import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { type ContextType, type ReactNode, useEffect, useState } from "react";

type Props = { children: ReactNode; onChange: (search: string) => void };

const refuse = () => {
  throw new Error("Nothing here is rendered by a server.");
};
const router: NonNullable<ContextType<typeof AppRouterContext>> = {
  bfcacheId: "0",
  back: refuse,
  forward: refuse,
  refresh: refuse,
  push: refuse,
  replace: refuse,
  prefetch: refuse,
};

/** The page's address as Next's router keeps it: what is put into the history is seen by who reads the address. */
export function AddressBar({ children, onChange }: Props) {
  const [search, setSearch] = useState(window.location.search);
  useEffect(() => {
    const { pushState, replaceState } = window.history;
    const watch =
      (act: typeof pushState): typeof pushState =>
      (...args) => {
        act.apply(window.history, args);
        onChange(window.location.search);
        setSearch(window.location.search);
      };
    Object.assign(window.history, { pushState: watch(pushState), replaceState: watch(replaceState) });
    return () => void Object.assign(window.history, { pushState, replaceState });
  }, [onChange]);
  return (
    <AppRouterContext.Provider value={router}>
      <SearchParamsContext.Provider value={new URLSearchParams(search)}>
        {children}
      </SearchParamsContext.Provider>
    </AppRouterContext.Provider>
  );
}
