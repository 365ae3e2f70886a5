import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testEnvironment } from "@/dev/vitest/environment";
import { putObject, removeTenantObjects, searchObjects, tenantPrefix } from "./object-store";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "atrium-objects-"));
  const variables = { ...testEnvironment("postgres://127.0.0.1/none"), STORAGE_DIR: folder };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const put = (tenant: string, name: string, text: string) => {
  return putObject(`${tenantPrefix(tenant)}${name}`, Readable.from([Buffer.from(text)]));
};

test("a search finds names and contents, and outlives objects that go while it reads", async () => {
  await put("kept", "a.txt", "the needle");
  const others = Array.from({ length: 40 }, (_, n) => `gone-${n}`);
  for (const tenant of others) await put(tenant, "b.txt", "hay");
  const [result] = await Promise.all([
    searchObjects(["needle", "gone-39"]),
    ...others.slice(0, 39).map((tenant) => removeTenantObjects(tenant)),
  ]);
  expect(result.found.sort()).toEqual(["tenants/gone-39/b.txt", "tenants/kept/a.txt"]);
});
