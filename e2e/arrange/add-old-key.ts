import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "@/lib/testing/make-context";

/** An API key that this member made forty days ago. */
export async function arrange(tenantId: string, email: string): Promise<string> {
  const user = await withSystem((tx) => tx.user.findUniqueOrThrow({ where: { email } }));
  const maker = { id: user.id, email, name: user.firstName };
  const ctx = await makeContext({ id: tenantId }, maker);
  const { key } = await createApiKey(ctx, { name: "Old key", scopes: ["agents:read"] });
  for (const table of ["platform.api_key_directory", "shared.api_keys"]) {
    await systemPool().query(
      `update ${table} set created_at = now() - interval '40 days' where tenant_id = $1`,
      [tenantId],
    );
  }
  return key;
}
