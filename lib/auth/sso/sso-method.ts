import { isId } from "@/lib/core/ids";

export type SsoMethod = `sso:${string}`;

/** How a session that began at a tenant's own provider is called. Its power ends at that tenant. */
export function ssoMethod(connectionId: string): SsoMethod {
  return `sso:${connectionId}`;
}

/** Whether a session's method is single sign-on of a tenant. */
export function isSsoMethod(method: string): method is SsoMethod {
  return method.startsWith("sso:") && isId(method.slice(4));
}
