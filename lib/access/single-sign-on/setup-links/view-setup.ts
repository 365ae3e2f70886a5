import "server-only";
import { presentConnection } from "../connections/own-connection";
import { openSetup, type SetupVisit } from "./open-setup";
import { type SetupView, setupConnection } from "./schema";

/**
 * What the holder of a setup link sees: one connection's technical side.
 * @throws as openSetup
 */
export async function viewSetup(visit: SetupVisit, token: string): Promise<SetupView> {
  const { scope, connection, expiresAt } = await openSetup(visit, token);
  return {
    workspace: scope.tenant.name,
    connection: setupConnection.parse(presentConnection(connection)),
    expires_at: expiresAt.toISOString(),
  };
}
