import { parseKeyText } from "@/lib/access/api-keys/key-text";
import { hashToken } from "@/lib/infra/tokens";
import { admitCall } from "@/lib/usage/calls/admit-call";
import { settleCall } from "@/lib/usage/calls/settle-call";

// A process that answers calls until somebody kills it: one line on stdout for each acknowledged answer.
const [text = "", lanes = "16"] = process.argv.slice(2);
const key = parseKeyText(text);
if (!key) throw new Error("no key");

async function lane(keyId: string, secretHash: Buffer): Promise<void> {
  for (;;) {
    const admission = await admitCall({
      keyId,
      secretHash,
      slug: null,
      named: null,
      permission: "agents:read",
      metered: true,
      ip: null,
    });
    const { facts, periodId, callId } = admission;
    if (!facts || !periodId) throw new Error(admission.outcome);
    await settleCall({
      callId,
      periodId,
      accountId: facts.account_id,
      tenantId: facts.tenant_id,
      cell: facts.tenant_cell,
      apiKeyId: facts.api_key_id,
      method: "GET",
      route: "/api/v1/agents",
      status: 200,
      durationMs: 1,
      responseBytes: 2,
      requestId: callId,
    });
    process.stdout.write("1\n");
  }
}

await Promise.all(Array.from({ length: Number(lanes) }, () => lane(key.keyId, hashToken(key.secret))));
