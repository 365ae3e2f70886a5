import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { withParams } from "@/components/auth/go-to";
import { currentRequest } from "@/lib/access/require-context";
import { noteBreakGlass } from "@/lib/access/single-sign-on/enforcement/note-break-glass";
import { FLOW_COOKIES } from "@/lib/auth/flow-cookie";
import { createHandOff } from "@/lib/auth/hand-off/create-hand-off";
import { handOffStart } from "@/lib/auth/hand-off/hand-off-start";
import { handOffBody } from "@/lib/auth/schema";
import { findSsoSession } from "@/lib/auth/sso/find-sso-session";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

/**
 * Takes a signed-in person to a workspace without a click: first to its host for a nonce, then, back here with the
 * nonce's hash, there again with a code.
 */
export default async function SwitchPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, request, jar, head] = await Promise.all([
    searchParams,
    currentRequest(),
    cookies(),
    headers(),
  ]);
  const [to, next] = [oneParam(query.to), oneParam(query.next)];
  if (!to) redirect("/workspaces");
  const visit = jar.get(FLOW_COOKIES.ssoSession.name)?.value;
  const info = {
    requestId: head.get("x-request-id") ?? newId(),
    ip: head.get("x-client-ip"),
    userAgent: null,
  };
  const guest = visit ? await findSsoSession(info, { sid: visit, to }) : null;
  if (request.kind === "signed_out" && !guest) redirect(withParams("/sign-in", { to, next }));
  if (request.kind !== "user" && !guest) notFound();
  const input = handOffBody.safeParse({ to, next, state: oneParam(query.state) });
  if (!input.success) redirect((await handOffStart(to, next)) ?? "/workspaces");
  const ctx = guest ?? (request.kind === "user" ? request.ctx : null);
  if (!ctx) redirect(withParams("/sign-in", { to, next }));
  let address: string;
  try {
    await noteBreakGlass(ctx, to);
    address = await createHandOff(ctx, input.data);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === "not_found")) throw error;
    address = withParams("/no-access", { to });
  }
  redirect(address);
}
