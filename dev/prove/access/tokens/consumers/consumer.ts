import type { RouteHandler } from "@/lib/api/route";
import { FLOW_COOKIES, type FlowCookie } from "@/lib/auth/flow-cookie";
import { callRoute } from "@/lib/testing/call-route";
import { isGuests, type Kind, type Secret } from "../kinds";
import { type Bearer, ROOT, type World } from "../world";

/** A place that takes a secret: which kinds it is for, and presenting one to it. */
export type Consumer = {
  name: string;
  own: readonly Kind[];
  /** Its secret is good for the person of the session alone. */
  isPersonal?: true;
  /** It takes one of its own kind only after an earlier step: takes that step, then answers to the right one. */
  takes?: (world: World) => Promise<Response>;
  present: (secret: Secret, world: World, as: Bearer) => Promise<Response>;
};

/** Presents it in the body, as a mailed link's page does. */
export const inBody =
  (handler: RouteHandler, rest: Record<string, unknown> = {}, slug = "") =>
  ({ text }: Secret): Promise<Response> =>
    callRoute(handler, {
      ...(slug && { slug }),
      headers: { origin: `http://${slug && `${slug}.`}${ROOT}` },
      body: { token: text, ...rest },
    });

/** Presents it as the cookie of a flow, with what the page asks for. */
export const inFlow =
  (flow: FlowCookie, handler: RouteHandler, body?: Record<string, unknown>) =>
  (secret: Secret): Promise<Response> =>
    callRoute(handler, { cookie: flowCookie(flow, secret.text), ...(body && { body }) });

/** The same in the session of a person. */
export const inOwnFlow =
  (flow: FlowCookie, handler: RouteHandler, body: Record<string, unknown>) =>
  (secret: Secret, _world: World, as: Bearer): Promise<Response> =>
    callRoute(handler, { cookie: `${sessionOf(secret, as)}; ${flowCookie(flow, secret.text)}`, body });

/** The session of its holder, where that is somebody new, else of whoever comes. */
export function sessionOf({ kind, companion }: Secret, as: Bearer): string {
  return (isGuests(kind) && companion) || as.cookie;
}

export function flowCookie(flow: FlowCookie, value: string): string {
  return `${FLOW_COOKIES[flow].name}=${value}`;
}

const REFUSALS = new Set([
  "flow_expired",
  "link_expired",
  "code_expired",
  "passkey_refused",
  "passkey_invalid",
]);
const LEADS_BACK =
  /[?&](notice=(hand_off_expired|not_taken_over|flow_expired)|error=(sso_expired|sso_disabled))(&|$)/;

/** Whether an answer says that it knows no such secret; anything else went on to look at something more. */
export async function isRefusal(answer: Response): Promise<boolean> {
  if (answer.status === 401 || answer.status === 404) return true;
  if (answer.status === 303) return LEADS_BACK.test(answer.headers.get("location") ?? "");
  if (answer.status !== 409 && answer.status !== 422) return false;
  const problem = (await answer.clone().json()) as { reason?: string; errors?: { path: string }[] };
  if (answer.status === 409) return REFUSALS.has(problem.reason ?? "");
  return ["token", "passkey", "response"].includes(problem.errors?.[0]?.path ?? "");
}
