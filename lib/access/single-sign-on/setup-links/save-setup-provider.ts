import "server-only";
import type * as z from "zod";
import { writeConnection } from "../connections/write-connection";
import { openSetup, type SetupVisit } from "./open-setup";
import { type SetupConnection, setupConnection, setupProviderInput } from "./schema";

/**
 * Writes the provider's side through a setup link: nothing else of the connection.
 * @throws as openSetup and writeConnection
 */
export async function saveSetupProvider(
  visit: SetupVisit,
  raw: z.input<typeof setupProviderInput>,
): Promise<SetupConnection> {
  const { token, ...sides } = setupProviderInput.parse(raw);
  const { scope, connection } = await openSetup(visit, token);
  return setupConnection.parse(await writeConnection(scope, connection, sides));
}
