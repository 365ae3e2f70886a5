"use client";
import { useEffect, useState } from "react";

/** The mailed token behind `#`, which no server, log or referrer has seen; taken out of the address bar at once. */
export function useHashToken(): [string | undefined, (token: string | undefined) => void] {
  const [token, setToken] = useState<string>();
  useEffect(() => {
    const read = () => {
      const found = new URLSearchParams(window.location.hash.slice(1)).get("token");
      if (!found) return;
      setToken(found);
      window.history.replaceState(window.history.state, "", window.location.pathname);
    };
    read();
    // The link may be opened in a tab that already shows this page.
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return [token, setToken];
}
