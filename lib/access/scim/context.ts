import type { RequestInfo, ScimActor, TenantFacts } from "@/lib/core/context";

/** A provider's call, let in by its token: for one connection of one tenant. */
export type ScimContext = RequestInfo & {
  actor: ScimActor;
  tenant: TenantFacts;
  connection: { id: string; name: string; defaultRole: string };
  /** Where the provider finds the resources: the host that it called, and the protocol's path. */
  base: string;
};

export type Stored = { id: string; revision: number };
