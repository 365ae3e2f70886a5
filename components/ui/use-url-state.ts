"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

type Values = Readonly<Record<string, string | null>>;
type How = {
  history?: "push" | "replace";
  /** Renders the page again on the server; otherwise only what reads the address here changes. */
  rendersAgain?: boolean;
};

/** What the page's address says after its "?", and a way to change some of it; null takes a name away. */
export function useUrlState() {
  const params = useSearchParams();
  const router = useRouter();
  const change = useCallback(
    (values: Values, { history = "replace", rendersAgain = false }: How = {}) => {
      // From the address itself: two changes may come before the first is rendered.
      const url = new URL(window.location.href);
      for (const [name, value] of Object.entries(values)) {
        if (value === null) url.searchParams.delete(name);
        else url.searchParams.set(name, value);
      }
      const to = `${url.pathname}${url.search}${url.hash}`;
      if (rendersAgain) router[history](to, { scroll: false });
      else if (history === "push") window.history.pushState(null, "", to);
      else window.history.replaceState(null, "", to);
    },
    [router],
  );
  return [params, change] as const;
}

/** A dialog whose place is in the address, `?dialog=<name>`: whether it is open, and a way to open and close it. */
export function useUrlDialog(name: string) {
  const [params, change] = useUrlState();
  const setOpen = useCallback((open: boolean) => change({ dialog: open ? name : null }), [change, name]);
  return [params.get("dialog") === name, setOpen] as const;
}
