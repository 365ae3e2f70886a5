"use client";
import { useEffect, useState } from "react";

type Link = {
  /** Undefined until the address is read, null where it has none. */
  token: string | null | undefined;
  /** What else stands there. */
  params: URLSearchParams | undefined;
  /** Back to the page as it is without a link. */
  forget: () => void;
};

/** The mailed token behind `#`, which no server, log or referrer has seen; taken out of the address bar at once. */
export function useMailedLink(): Link {
  const [params, setParams] = useState<URLSearchParams>();
  useEffect(() => {
    const read = () => {
      const found = new URLSearchParams(window.location.hash.slice(1));
      if (!found.get("token")) return setParams((known) => known ?? new URLSearchParams());
      setParams(found);
      window.history.replaceState(window.history.state, "", window.location.pathname);
    };
    read();
    // The link may be opened in a tab that already shows this page.
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return { token: params?.get("token"), params, forget: () => setParams(new URLSearchParams()) };
}
