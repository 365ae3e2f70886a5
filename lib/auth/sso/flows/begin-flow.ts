import "server-only";
import { newId } from "@/lib/core/ids";
import { seal } from "@/lib/infra/sealed-box";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { safeNextPath } from "../../safe-next-path";
import { findConnection, type SsoConnection } from "../find-connection";
import { authorizeUrl } from "../oidc/authorize-url";
import { requestUrl } from "../saml/request-url";
import { SsoError } from "../sso-error";
import { FLOW_MINUTES, flowPlace } from "./flow-result";

export type FlowBegun = { url: string; browser: string };

/**
 * Begins a sign-in at a tenant's provider: where to send the browser, and the secret that this browser alone keeps.
 * `target` is the workspace's slug or own host name to go to afterwards.
 * @throws SsoError sso_disabled, sso_unreachable
 */
export async function beginFlow(input: {
  connectionId: string;
  target?: string | null | undefined;
  next?: string | null | undefined;
  email?: string | null | undefined;
}): Promise<FlowBegun> {
  const { connection, slug, owns } = await withSystem(async (tx) => {
    const found = await findConnection(tx, input.connectionId);
    const tenant =
      found &&
      (await tx.tenant.findUnique({ where: { id: found.tenantId }, select: { slug: true, status: true } }));
    const domain = found
      ? await tx.domain.findFirst({
          where: {
            tenantId: found.tenantId,
            hostname: input.target ?? "",
            status: { in: ["verified", "failing"] },
          },
          select: { id: true },
        })
      : null;
    return {
      connection: found,
      slug: tenant && tenant.status !== "erased" ? tenant.slug : null,
      owns: domain !== null,
    };
  });
  if (!connection || !slug || connection.status !== "enabled") {
    throw new SsoError("sso_disabled", "There is no such connection that is switched on.");
  }
  const begun = await leave(connection, input.email ?? undefined);
  const browser = newToken();
  await withSystem((tx) =>
    tx.ssoFlow.create({
      data: {
        id: begun.flowId,
        tenantId: connection.tenantId,
        connectionId: connection.id,
        purpose: "sign_in",
        tokenHash: hashToken(begun.state),
        browserHash: hashToken(browser),
        requestId: begun.requestId,
        secretsSealed: begun.secretsSealed,
        target: owns && input.target ? input.target : slug,
        next: safeNextPath(input.next),
        expiresAt: new Date(Date.now() + FLOW_MINUTES * 60_000),
      },
      select: { id: true },
    }),
  );
  return { url: begun.url, browser };
}

type Left = {
  flowId: string;
  state: string;
  url: string;
  requestId: string | null;
  secretsSealed: string | null;
};

/** The way out, and what its answer will be recognised by. */
export async function leave(
  connection: SsoConnection,
  loginHint?: string,
  flowId: string = newId(),
): Promise<Left> {
  const state = newToken();
  if (connection.kind === "saml") {
    const { url, requestId } = await requestUrl(connection, state);
    return { flowId, state, url, requestId, secretsSealed: null };
  }
  const { url, secrets } = await authorizeUrl(connection, { state, loginHint });
  const secretsSealed = seal(JSON.stringify(secrets), flowPlace(flowId, "secrets"));
  return { flowId, state, url, requestId: null, secretsSealed };
}
