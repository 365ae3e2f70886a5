import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { newRecipient } from "@/lib/infra/bundle/bundle-key";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { bundleFolder, eraseNow, furnishedTenant } from "@/lib/testing/furnished-tenant";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { here, passport, statusOf } from "@/lib/testing/passport-process";
import { tenantTraces } from "@/lib/testing/tenant-traces";
import { digestTenant } from "../digest-tenant";
import type { ImportOptions } from "./import-passport";

const { folder, secret, exportTo, importFrom } = await bundleFolder();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await furnishedTenant();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Waits until an import has taken the tenant's place, or has ended. */
async function untilClaimed(child: ChildProcess, id: string): Promise<void> {
  while (child.exitCode === null && (await statusOf(id)) !== "provisioning") await sleep(5);
}

describe("refused before anything is written", () => {
  let file: string;
  let count: () => Promise<string>;
  beforeAll(async () => {
    const gone = await furnishedTenant();
    ({ file } = await exportTo("refused", gone.id));
    await eraseNow(gone);
    count = async () => {
      const { rows } = await ownerPool().query(
        `select (select count(*) from platform.tenants where status <> 'erased') || ' ' || (select count(*) from platform.users)
          || ' ' || (select count(*) from platform.operations) || ' ' || (select count(*) from shared.tenants) || ' '
          || (select count(*) from pg_namespace) as n`,
      );
      return rows[0].n;
    };
  });

  async function refused(bytes: Buffer, options: Partial<ImportOptions> = {}): Promise<unknown> {
    const changed = path.join(folder, `${newId()}.atrium`);
    await writeFile(changed, bytes);
    const before = await count();
    const error: unknown = await importFrom(changed, options).catch((caught: unknown) => caught);
    expect(error).toHaveProperty("fault");
    expect(await count()).toBe(before);
    return error;
  }

  test("another key or a passphrase", async () => {
    const bytes = await readFile(file);
    expect(await refused(bytes, { unlock: { secret: newRecipient().secret } })).toMatchObject({
      fault: "wrong_key",
    });
    expect(await refused(bytes, { unlock: { passphrase: "guess" } })).toMatchObject({ fault: "wrong_key" });
  });

  test("cut, flipped and reordered bytes", async () => {
    const bytes = await readFile(file);
    for (let n = 0; n < 12; n += 1) {
      await refused(bytes.subarray(0, Math.floor(Math.random() * bytes.length)));
      const flipped = Buffer.from(bytes);
      const at = Math.floor(Math.random() * bytes.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
      await refused(flipped);
    }
    const start = bytes.indexOf("\n") + 1;
    const size = 4 + bytes.readUInt32BE(start) + 16;
    const [a, b] = [bytes.subarray(start, start + size), bytes.subarray(start + size, start + 2 * size)];
    await refused(Buffer.concat([bytes.subarray(0, start), b, a, bytes.subarray(start + 2 * size)]));
  });

  test("a signer that is not trusted here", async () => {
    await systemPool().query("update platform.signing_keys set public_key = 'x' || left(public_key, 42)");
    const error = await refused(await readFile(file));
    expect(error).toMatchObject({ fault: "unknown_signer" });
    const [, signer = ""] = /here: ([\w-]+)\./.exec(String(error)) ?? [];
    await systemPool().query("update platform.signing_keys set public_key = $1", [signer]);
  });
});

describe("an import that cannot go through", () => {
  test("answers clearly for a tenant or an address that is here", async () => {
    const { file } = await exportTo("conflict", tenant.id);
    await expect(importFrom(file)).rejects.toMatchObject({ details: { reason: "tenant_exists" } });
    const other = await furnishedTenant();
    const { file: second } = await exportTo("conflict", other.id);
    await eraseNow(other);
    const at = (slug: string) => importFrom(second, { slug });
    await expect(at(tenant.slug)).rejects.toMatchObject({ details: { reason: "slug_taken" } });
    await expect(at("admin")).rejects.toMatchObject({ details: { reason: "slug_reserved" } });
    const slug = `moved-${newId().slice(-8)}`;
    expect(await at(slug)).toMatchObject({ slug, tenantId: other.id });
  });

  test("leaves nothing when it fails late, and nothing when its process dies", async () => {
    const gone = await furnishedTenant();
    const { file, root } = await exportTo("late", gone.id);
    await eraseNow(gone);
    const before = await tenantTraces(gone.id, gone.accountId);
    const stop = () => Promise.reject(new Error("power cut"));
    await expect(importFrom(file, { beforeOpening: stop })).rejects.toThrow("power cut");
    expect(await tenantTraces(gone.id, gone.accountId)).toEqual(before);
    expect(await statusOf(gone.id)).toBe("erased");
    // A process that dies takes nothing back; the next import of the same bundle does.
    const secretFile = path.join(folder, "secret");
    await writeFile(secretFile, secret);
    for (let n = 0; n < 2; n += 1) {
      const child = passport(["import", "--in", file, "--secret-file", secretFile]);
      await untilClaimed(child, gone.id);
      await sleep(n * 60);
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    expect(await importFrom(file)).toMatchObject({ root });
    expect((await digestTenant(here(gone))).root).toBe(root);
  });

  test("respects the account's limit", async () => {
    const gone = await furnishedTenant();
    const { file } = await exportTo("limit", gone.id);
    await eraseNow(gone);
    const full = await makeTenant({ limits: { tenants: 0 } });
    const into = importFrom(file, { accountId: full.accountId });
    await expect(into).rejects.toMatchObject({ code: "limit_reached" });
    expect(await statusOf(gone.id)).toBe("erased");
  });
});
