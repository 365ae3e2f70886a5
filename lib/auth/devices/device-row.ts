import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hashToken } from "@/lib/infra/tokens";
import type { SsoMethod } from "../sso/sso-method";

/**
 * The browser that asks, as platform.keep_device() takes it; null for a caller that keeps no cookie. By single sign-on
 * it is known to that connection alone: a workspace's provider must not get the budget of tries of a browser that its
 * person has proved. A browser that the person did prove is not strange to a provider.
 */
export function deviceRow(info: RequestInfo, via?: SsoMethod) {
  if (!info.device) return null;
  const proved = hashToken(info.device.token);
  return { id: newId(), own: via ? hashToken(`${via}|${info.device.token}`) : proved, proved };
}
