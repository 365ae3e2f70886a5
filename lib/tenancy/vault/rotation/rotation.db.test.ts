import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { keyringOf, localKeyWrapper } from "@/lib/infra/keyring";
import { open, seal } from "@/lib/infra/sealed-box";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { withSystem } from "../../with-system";
import { openForTenant } from "../open-for-tenant";
import { sealForTenant } from "../seal-for-tenant";
import { forgetTenantKeys, wrapContext } from "../tenant-keys";
import { addGeneration } from "./add-generation";
import { finishRotations } from "./finish-rotations";
import { countOldSecrets } from "./reseal-platform";
import { rotateDataKeys } from "./rotate-keys";

// Read when this file's process first needs a key: it holds both master keys and seals under `main`.
const K2 = Buffer.alloc(32, 2).toString("base64");
process.env.ENCRYPTION_KEYS = `k2:${K2}`;
const onlyNew = keyringOf({ ENCRYPTION_KEYS: `k2:${K2}`, ENCRYPTION_KEY_CURRENT: "k2" });

let tenantId: string;
beforeAll(async () => {
  tenantId = (await makeTenant()).id;
});

/** Stores an envelope as a job that waits would; its text is its own id. */
async function store(owner = tenantId): Promise<string> {
  const id = newId();
  const payload = await sealForTenant({ tenantId: owner, table: "outbox", column: "payload", row: id }, id);
  await systemPool().query(
    "insert into platform.outbox (id, queue, tenant_id, payload) values ($1, 'test', $2, $3)",
    [id, owner, payload],
  );
  return id;
}

async function read(id: string, owner = tenantId): Promise<string> {
  const { rows } = await systemPool().query("select payload from platform.outbox where id = $1", [id]);
  return openForTenant({ tenantId: owner, table: "outbox", column: "payload", row: id }, rows[0].payload);
}

async function keys(owner = tenantId) {
  const { rows } = await systemPool().query(
    "select generation, state, kek_kid from platform.tenant_keys where tenant_id = $1 order by generation",
    [owner],
  );
  return rows as { generation: number; state: string; kek_kid: string }[];
}

async function kidsInUse(owner = tenantId): Promise<string[]> {
  const { rows } = await systemPool().query<{ kid: string }>(
    "select distinct split_part(payload, '.', 2) as kid from platform.outbox where tenant_id = $1 order by 1",
    [owner],
  );
  return rows.map((row) => row.kid);
}

/** Readers and a writer that go on until `work` is done; cold caches, as after a restart, most of the time. */
async function underLoad(ids: string[], work: () => Promise<unknown>) {
  const count = { reads: 0, failed: 0 };
  let busy = true;
  const reader = async () => {
    while (busy) {
      const id = ids[Math.floor(Math.random() * ids.length)] ?? "";
      if (Math.random() < 0.3) forgetTenantKeys();
      count.reads += 1;
      await read(id).then(
        (text) => text !== id && Promise.reject(new Error("wrong text")),
        () => {
          count.failed += 1;
        },
      );
    }
  };
  const writer = async () => {
    while (busy) ids.push(await store());
  };
  const load = [reader(), reader(), reader(), writer()];
  await work().finally(() => {
    busy = false;
  });
  await Promise.all(load);
  return count;
}

test("new data keys under load: no read fails, everything moves, the old key is destroyed", async () => {
  const ids = await Promise.all(Array.from({ length: 200 }, () => store()));
  const count = await underLoad(ids, () => rotateDataKeys({ tenantId, graceMs: 500 }));
  expect(count.reads).toBeGreaterThan(100);
  expect(count.failed).toBe(0);
  expect(await keys()).toMatchObject([
    { generation: 1, state: "destroyed" },
    { generation: 2, state: "current" },
  ]);
  expect(await kidsInUse()).toEqual(["g2"]);
  for (const id of ids) expect(await read(id)).toBe(id);
});

test("control: an old key that is destroyed too early is seen as failed reads", async () => {
  const doomed = (await makeTenant()).id;
  const ids = await Promise.all(Array.from({ length: 20 }, () => store(doomed)));
  await addGeneration(doomed, new Date());
  await systemPool().query(
    "update platform.tenant_keys set state = 'destroyed', wrapped = null where tenant_id = $1 and generation = 1",
    [doomed],
  );
  const results = await Promise.allSettled(ids.map((id) => read(id, doomed)));
  expect(results.filter((result) => result.status === "rejected")).toHaveLength(20);
});

test("a key stays while a value that needs it cannot be moved", async () => {
  const owner = (await makeTenant()).id;
  const id = await store(owner);
  await systemPool().query("update platform.outbox set payload = payload || 'AA' where id = $1", [id]);
  const result = await rotateDataKeys({ tenantId: owner, graceMs: 0 });
  expect(result).toMatchObject({ failed: 1, retiring: 1 });
  expect(await keys(owner)).toMatchObject([{ state: "retiring" }, { state: "current" }]);
});

function rotate(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "./dev/register.mjs", "dev/keys-rotate.ts", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function killAfterLine(child: ChildProcess, pattern: RegExp): Promise<void> {
  if (!child.stdout) return;
  for await (const line of createInterface(child.stdout)) if (pattern.test(line)) break;
  await sleep(Math.random() * 20);
  child.kill("SIGKILL");
  await once(child, "exit");
}

test("killed in each phase and started again, it finishes with nothing lost and nothing rotated twice", async () => {
  const owners = await Promise.all(Array.from({ length: 4 }, async () => (await makeTenant()).id));
  const ids = await Promise.all(owners.flatMap((owner) => Array.from({ length: 60 }, () => store(owner))));
  for (const phase of [/new keys: 1\//, /values sealed anew: [12]\//, /seconds until/]) {
    await killAfterLine(rotate(["data", "--grace-seconds", "1"]), phase);
  }
  forgetTenantKeys();
  await rotateDataKeys({ graceMs: 0 });
  for (const [index, id] of ids.entries()) {
    const owner = owners[Math.floor(index / 60)] ?? "";
    expect(await read(id, owner)).toBe(id);
  }
  for (const owner of owners) {
    expect(await keys(owner)).toMatchObject([{ state: "destroyed" }, { generation: 2, state: "current" }]);
    expect(await kidsInUse(owner)).toEqual(["g2"]);
  }
}, 120_000);

describe("a new master key", () => {
  test("is introduced, takes over under load and makes the old one superfluous", async () => {
    const person = await makeUser();
    const place = `totp_factors|secret|${person.id}`;
    await withSystem((tx) =>
      tx.totpFactor.create({ data: { userId: person.id, secretSealed: seal("SEED", place) } }),
    );
    const id = await store();
    const before = await systemPool().query("select wrapped from platform.tenant_keys where tenant_id = $1", [
      tenantId,
    ]);
    const context = wrapContext(tenantId, 2);
    // Known-bad control: without the old key nothing opens before the rotation.
    await expect(localKeyWrapper(onlyNew).unwrap("main", before.rows[1].wrapped, context)).rejects.toThrow();
    const run = async () => {
      await killAfterLine(rotate(["master"], { ENCRYPTION_KEY_CURRENT: "k2" }), /new keys/);
      const [code] = await once(rotate(["master"], { ENCRYPTION_KEY_CURRENT: "k2" }), "exit");
      expect(code).toBe(0);
    };
    const count = await underLoad([id], run);
    expect(count.reads).toBeGreaterThan(100);
    expect(count.failed).toBe(0);
    const { rows } = await systemPool().query(
      "select tenant_id, generation, kek_kid, wrapped from platform.tenant_keys where state <> 'destroyed'",
    );
    for (const row of rows) {
      const key = await localKeyWrapper(onlyNew).unwrap(
        row.kek_kid,
        row.wrapped,
        wrapContext(row.tenant_id, row.generation),
      );
      expect(key).toHaveLength(32);
    }
    const factor = await withSystem((tx) =>
      tx.totpFactor.findUniqueOrThrow({ where: { userId: person.id } }),
    );
    expect(open(factor.secretSealed, place, onlyNew)).toBe("SEED");
  });

  test("the worker goes the rest of the way back to the current key by itself", async () => {
    expect(await countOldSecrets()).toBeGreaterThan(0);
    expect(await finishRotations(0)).toBeGreaterThan(0);
    expect(await countOldSecrets()).toBe(0);
    expect((await keys()).filter((key) => key.state !== "destroyed")).toMatchObject([{ kek_kid: "main" }]);
  });
});

test("a rotation that meets an erasure gives the erased workspace no new key", async () => {
  const owner = (await makeTenant()).id;
  await store(owner);
  // Erased by another process: this one still holds the key in memory.
  await systemPool().query(
    "update platform.tenant_keys set state = 'destroyed', wrapped = null, destroyed_at = now() where tenant_id = $1",
    [owner],
  );
  await expect(addGeneration(owner, new Date())).rejects.toThrow();
  expect((await keys(owner)).map((key) => key.state)).toEqual(["destroyed"]);
});
