import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { OwnEmail } from "@/lib/auth/email-change/schema";
import type { OwnIdentities } from "@/lib/auth/identities/schema";
import type { SessionItem } from "@/lib/auth/schema";

export const mySessionsKey = ["me", "sessions"] as const;

export const myEmailKey = ["me", "email"] as const;

/** The own address and the one that waits for its proof. */
export function myEmail() {
  return queryOptions({ queryKey: myEmailKey, queryFn: () => api.get<OwnEmail>("/me/email") });
}

export const myIdentitiesKey = ["me", "identities"] as const;

/** The providers that sign the person in. */
export function myIdentities() {
  return queryOptions({
    queryKey: myIdentitiesKey,
    queryFn: () => api.get<OwnIdentities>("/me/identities"),
  });
}

/** The own open sessions. */
export function mySessions() {
  return queryOptions({
    queryKey: mySessionsKey,
    queryFn: async () => (await api.get<{ data: SessionItem[] }>("/me/sessions")).data,
  });
}
