import { PASSWORD } from "../../prisma/seed/people";
import type { Call } from "./load";
import type { BenchTenant } from "./world";

export type Path = {
  name: string;
  /** Where its data lives: rows shared by all tenants, or a schema per tenant. */
  kind: "row" | "schema";
  lanes: number;
  /** With an API key: the first call of a workspace makes its counters of the period. */
  isKeyed: boolean;
  call: (tenant: BenchTenant, rootHost: string) => Call;
};

let address = 0;

/** Sign-in is limited by address; the proxy in front names another one for each call. */
function nextAddress(): string {
  address += 1;
  return `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
}

const keyed = (path: string) => (tenant: BenchTenant) =>
  ({
    method: "GET",
    path,
    headers: { host: tenant.host, authorization: `Bearer ${tenant.key}` },
  }) satisfies Call;

const page = (path: string) => (tenant: BenchTenant) =>
  ({
    method: "GET",
    path,
    headers: { host: tenant.host, cookie: tenant.cookie, accept: "text/html" },
  }) satisfies Call;

/** What a customer does all day. */
export const PATHS: readonly Path[] = [
  {
    name: "sign_in",
    kind: "row",
    lanes: 8,
    isKeyed: false,
    call: (tenant, rootHost) => ({
      method: "POST",
      path: "/api/auth-flows/sign-in",
      headers: {
        host: rootHost,
        origin: `http://${rootHost}`,
        "content-type": "application/json",
        "x-forwarded-for": nextAddress(),
      },
      body: JSON.stringify({ email: tenant.email, password: PASSWORD }),
    }),
  },
  { name: "api_call", kind: "row", lanes: 16, isKeyed: true, call: keyed("/api/v1/usage/limits") },
  { name: "list_members", kind: "row", lanes: 16, isKeyed: true, call: keyed("/api/v1/users") },
  { name: "list_agents", kind: "schema", lanes: 16, isKeyed: true, call: keyed("/api/v1/agents") },
  { name: "portal_page", kind: "schema", lanes: 8, isKeyed: false, call: page("/agents") },
];
