"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext } from "react";
import type {
  SsoDomainDto,
  SsoDomainInput,
  SsoTestDto,
  UpdateConnectionInput,
} from "@/lib/access/single-sign-on/schema";
import type { SetupConnection } from "@/lib/access/single-sign-on/setup-links/schema";
import { api } from "@/lib/api/client";

/** What the technical steps do: an admin does it by the API, the holder of a setup link with the link's token. */
export type SsoActions = {
  saveProvider: (side: Pick<UpdateConnectionInput, "oidc" | "saml">) => Promise<SetupConnection>;
  addDomain: (domain: SsoDomainInput) => Promise<SsoDomainDto>;
  checkDomain: (id: string) => Promise<SsoDomainDto>;
  /** Null where domains stay. */
  removeDomain: ((id: string) => Promise<unknown>) | null;
  startTest: () => Promise<SsoTestDto>;
  readTest: (id: string, signal: AbortSignal) => Promise<SsoTestDto>;
  /** Shows the connection as it is now. */
  refresh: () => void;
};

const Given = createContext<SsoActions | null>(null);

export function SsoActionsProvider({ actions, children }: { actions: SsoActions; children: ReactNode }) {
  return <Given value={actions}>{children}</Given>;
}

/** The given actions, else those of an admin. */
export function useSsoActions(connectionId: string): SsoActions {
  const given = useContext(Given);
  const router = useRouter();
  if (given) return given;
  const base = `/sso-connections/${connectionId}`;
  return {
    saveProvider: (body) => api.put(base, { body }),
    addDomain: (body) => api.post(`${base}/domains`, { body }),
    checkDomain: (id) => api.post(`${base}/domains/${id}/checks`),
    removeDomain: (id) => api.delete(`${base}/domains/${id}`),
    startTest: () => api.post(`${base}/tests`),
    readTest: (id, signal) => api.get(`${base}/tests/${id}`, { signal }),
    refresh: () => router.refresh(),
  };
}
