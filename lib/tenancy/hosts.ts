import "server-only";
import { env } from "@/lib/infra/env";

/** The shape of a slug; which names are reserved is lib/lifecycle's to say. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export type HostKind =
  | { kind: "root" }
  | { kind: "admin" }
  | { kind: "tenant"; slug: string }
  | { kind: "unknown" };

/** Reads which part of the product a Host header names. The port counts: another port is another server. */
export function parseHost(host: string | null): HostKind {
  const root = new URL(env().ATRIUM_ROOT_URL).host;
  const name = (host ?? "").toLowerCase();
  if (name === root) return { kind: "root" };
  if (!name.endsWith(`.${root}`)) return { kind: "unknown" };
  const label = name.slice(0, -(root.length + 1));
  if (label === "admin") return { kind: "admin" };
  return SLUG.test(label) ? { kind: "tenant", slug: label } : { kind: "unknown" };
}

/** Absolute address on the root host. Mails and redirects start from configuration, never from a request's Host. */
export function rootUrl(path = "/"): string {
  return onHost(new URL(env().ATRIUM_ROOT_URL), path);
}

/** Absolute address on a tenant's host. */
export function tenantUrl(slug: string, path = "/"): string {
  return hostUrl(slug, path);
}

/** Absolute address on the back-office host. */
export function adminUrl(path = "/"): string {
  return hostUrl("admin", path);
}

function hostUrl(label: string, path: string): string {
  const base = new URL(env().ATRIUM_ROOT_URL);
  base.host = `${label}.${base.host}`;
  return onHost(base, path);
}

/** A path never leads to another host: `//evil.example` and its spellings become this host's first page. */
export function onHost(base: URL, path: string): string {
  const url = URL.canParse(path, base) ? new URL(path, base) : null;
  return (url?.origin === base.origin ? url : new URL("/", base)).toString();
}
