import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../environment/ports";
import { startDatabase, stopDatabase } from "./embedded";
import { urlWithDatabase, withClient } from "./provision";
import { removeDatabase } from "./temporary";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "atrium-embedded-"));
  await chmod(folder, 0o755);
});
afterAll(() => removeDatabase(folder));

const start = async (name: string) =>
  startDatabase({ port: await freePort(), dataDir: path.join(folder, name), disposable: true });
const value = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query<{ value: unknown }>(sql)).rows[0]?.value);

describe("the embedded database", () => {
  it("gives the owner a database without power over the server, and lets nobody else in", async () => {
    const database = await start("rights");
    const role =
      "SELECT (rolsuper OR rolbypassrls OR NOT rolcreaterole) AS value FROM pg_roles WHERE rolname = current_user";
    expect(await value(database.url, role)).toBe(false);
    await withClient(database.superUrl, (client) => client.query("CREATE ROLE visitor LOGIN PASSWORD 'v'"));
    const visitor = new URL(database.url);
    visitor.username = "visitor";
    visitor.password = "v";
    await expect(value(visitor.href, "SELECT 1 AS value")).rejects.toThrow(/permission denied for database/);
    visitor.password = "wrong";
    await expect(value(visitor.href, "SELECT 1 AS value")).rejects.toThrow(/password authentication failed/);
    await database.stop();
  });

  it("keeps its data over a restart and over the next start", async () => {
    const first = await start("kept");
    await withClient(first.url, (client) => client.query("CREATE TABLE kept AS SELECT 7 AS value"));
    await first.restart();
    expect(await value(first.url, "SELECT value FROM kept")).toBe(7);
    await first.stop();
    const second = await start("kept");
    expect(await value(second.url, "SELECT value FROM kept")).toBe(7);
    await second.stop();
  });

  it("takes over from a server that a killed run left behind", async () => {
    const orphan = await start("orphan");
    const next = await start("orphan");
    expect(await value(next.url, "SELECT 1 AS value")).toBe(1);
    await expect(value(orphan.url, "SELECT 1 AS value")).rejects.toThrow(/ECONNREFUSED/);
    expect(await stopDatabase(path.join(folder, "orphan"))).toBe(true);
    expect(await stopDatabase(path.join(folder, "orphan"))).toBe(false);
  });

  it("clones a template together with its grants", async () => {
    const database = await start("clones");
    await database.createDatabase("model");
    await withClient(database.superUrl, async (client) => {
      await client.query("CREATE ROLE reader LOGIN PASSWORD 'r'");
      await client.query("GRANT CONNECT ON DATABASE model TO reader");
    });
    const clone = await database.createDatabase("copy", "model");
    const granted = "SELECT has_database_privilege('reader', current_database(), 'CONNECT') AS value";
    expect(await value(urlWithDatabase(database.superUrl, "copy"), granted)).toBe(true);
    expect(await value(clone, "SELECT current_user AS value")).toBe("atrium_owner");
    await database.stop();
  });

  it.runIf(process.getuid?.() === 0)(
    "moves out of a folder that its OS user cannot reach, and says so",
    async () => {
      const hidden = path.join(folder, "private");
      await mkdir(hidden, { mode: 0o700 });
      const lines: string[] = [];
      const dataDir = path.join(hidden, "database");
      const options = { dataDir, disposable: true, log: (line: string) => lines.push(line) };
      const database = await startDatabase({ ...options, port: await freePort() });
      expect(lines.join("\n")).toMatch(/cannot reach .*private/);
      expect(await value(database.url, "SELECT 1 AS value")).toBe(1);
      await database.stop();
      const elsewhere = await readFile(path.join(dataDir, "elsewhere.txt"), "utf8");
      await removeDatabase(dataDir);
      expect(existsSync(elsewhere)).toBe(false);
    },
  );
});
