import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { systemPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sweepCalls } from "./sweep-calls";

const LANES = 16;
const KILLS = 3;

/** Lets a process answer calls, kills it in the middle and says how many answers it had acknowledged. */
async function answerUntilKilled(key: string, afterLines: number): Promise<number> {
  const script = ["--import", "./dev/register.mjs", "lib/testing/call-loop.ts", key, String(LANES)];
  const child = spawn(process.execPath, script, { env: process.env, stdio: ["ignore", "pipe", "inherit"] });
  let lines = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    lines += chunk.toString().split("\n").length - 1;
    if (lines >= afterLines) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.once("close", resolve));
  return lines;
}

test("after kill -9 in mid-flight every acknowledged call is counted, in all three places alike", async () => {
  const tenant = await makeTenant({ limits: { api_calls: null, api_rate: null } });
  const { key } = await createApiKey(await makeContext(tenant, tenant.owner), {
    name: "Key",
    scopes: ["agents:read"],
  });
  let acknowledged = 0;
  for (let round = 1; round <= KILLS; round += 1) acknowledged += await answerUntilKilled(key, 100 * round);
  await systemPool().query("update platform.reservations set expires_at = now() - interval '1 second'");
  await sweepCalls();
  const { rows } = await systemPool().query<{
    used: number;
    reserved: number;
    events: number;
    hourly: number;
  }>(
    `select c.used::int, c.reserved::int,
      (select count(*)::int from shared.usage_events e where e.tenant_id = $2) as events,
      (select sum(quantity)::int from warehouse.usage_hourly h where h.tenant_id = $2) as hourly
     from platform.account_counters c where c.account_id = $1 and c.meter = 'api_calls'`,
    [tenant.accountId, tenant.id],
  );
  const [counted] = rows;
  expect(counted).toEqual({ used: counted?.used, reserved: 0, events: counted?.used, hourly: counted?.used });
  expect(counted?.used).toBeGreaterThanOrEqual(acknowledged);
  // Committed, but killed before the answer left: at most what was in flight.
  expect(counted?.used).toBeLessThanOrEqual(acknowledged + KILLS * LANES);
}, 120_000);
