import "server-only";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { findConnection, type SsoConnection } from "../find-connection";
import { SsoError } from "../sso-error";
import type { TakenFlow } from "./flow-result";

/**
 * Uses up the flow that an answer names, whatever the answer turns out to be: of parallel answers one gets it. The
 * address it came to must be the flow's own connection's, and the connection still be switched on.
 * @throws SsoError sso_expired, sso_disabled
 */
export async function takeFlow(
  connectionId: string,
  token: string,
): Promise<{ flow: TakenFlow; connection: SsoConnection }> {
  const taken = await withSystem(async (tx) => {
    const rows = await tx.$queryRaw<TakenFlow[]>`
      update platform.sso_flows set used_at = now()
      where token_hash = ${hashToken(token)} and connection_id = ${connectionId}::uuid
        and used_at is null and browser_hash is not null and expires_at > now()
      returning id::text, tenant_id::text as "tenantId", connection_id::text as "connectionId", purpose::text,
        request_id as "requestId", secrets_sealed as "secretsSealed", result_sealed as "resultSealed",
        browser_hash as "browserHash", target, next, started_by::text as "startedBy",
        settings_mark as "settingsMark"`;
    const [flow] = rows;
    return flow ? { flow, connection: await findConnection(tx, flow.connectionId) } : null;
  });
  if (!taken) throw new SsoError("sso_expired", "No sign-in waits for this answer.");
  const { flow, connection } = taken;
  if (!connection || connection.tenantId !== flow.tenantId) {
    throw new SsoError("sso_disabled", "The connection is not there any more.");
  }
  if (flow.purpose === "sign_in" && connection.status !== "enabled") {
    throw new SsoError("sso_disabled", "The connection is switched off.");
  }
  return { flow, connection };
}
