import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { SessionItem } from "@/lib/auth/schema";

export const mySessionsKey = ["me", "sessions"] as const;

/** The own open sessions. */
export function mySessions() {
  return queryOptions({
    queryKey: mySessionsKey,
    queryFn: async () => (await api.get<{ data: SessionItem[] }>("/me/sessions")).data,
  });
}
