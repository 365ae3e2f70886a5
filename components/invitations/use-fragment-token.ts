"use client";
import { useCallback, useEffect, useRef, useState } from "react";

/**
 * Takes the secret out of the address' fragment, which no server sees, and looks it up. It leaves the address bar at
 * once and stays in an HttpOnly cookie, so that sign-up or sign-in can come back without it.
 */
export function useFragmentToken<View>(lookUp: (token: string | undefined) => Promise<View>) {
  const [view, setView] = useState<View>();
  const [error, setError] = useState<unknown>();
  const token = useRef<string | undefined>(undefined);
  const isStarted = useRef(false);
  const load = useCallback(async () => {
    setError(undefined);
    try {
      setView(await lookUp(token.current));
    } catch (cause) {
      setError(cause);
    }
  }, [lookUp]);
  useEffect(() => {
    const start = () => {
      token.current = window.location.hash.slice(1) || undefined;
      if (token.current) dropFragment();
      setView(undefined);
      void load();
    };
    // Another link opened in this tab changes the fragment and loads no page.
    const onHashChange = () => {
      if (window.location.hash.length > 1) start();
    };
    window.addEventListener("hashchange", onHashChange);
    if (!isStarted.current) start();
    isStarted.current = true;
    return () => window.removeEventListener("hashchange", onHashChange);
  }, [load]);
  return { view, error, retry: load };
}

/** The prototype's own method: the router's wrapper would start a navigation that never ends while this one mounts. */
function dropFragment(): void {
  History.prototype.replaceState.call(window.history, window.history.state, "", window.location.pathname);
}
