import { PEOPLE } from "./people";

/** The demo workspace's own provider: one of the social stand-ins' port, by the address that our processes may call. */
export const DEMO_SSO = {
  tenant: "acme",
  connectionId: "0199d3a0-0000-7000-8000-00000000acde",
  clientId: "demo-acme",
  clientSecret: "demo-acme-client-secret",
  domain: PEOPLE[0]?.email.split("@")[1] ?? "",
} as const;

export function demoSsoHost(port: number): string {
  return `127.0.0.1:${port}`;
}

export function demoSsoIssuer(port: number): string {
  return `http://${demoSsoHost(port)}`;
}
