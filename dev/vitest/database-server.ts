import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { createDatabase, urlWithDatabase, withClient } from "../database/provision";
import { startTemporaryDatabase, type TemporaryDatabase } from "../database/temporary";
import { testEnvironment } from "./environment";

const run = promisify(execFile);
const MIGRATE = "dev/migrate.ts";

export type TestDatabaseServer = { superUrl: string; ownerUrl: string; template: string };

declare module "vitest" {
  interface ProvidedContext {
    databaseServer: TestDatabaseServer;
  }
}

let own: TemporaryDatabase | undefined;
let server: TestDatabaseServer | undefined;

/** Gives the run a PostgreSQL and, in it, one migrated template that every test file clones. */
export async function setup(project: TestProject): Promise<void> {
  own = hasGivenServer() ? undefined : await startTemporaryDatabase();
  const superUrl = own?.database.superUrl ?? given("TEST_DATABASE_SUPER_URL");
  const ownerUrl = own?.database.url ?? given("TEST_DATABASE_URL");
  const template = `atrium_template_${process.pid}`;
  await createDatabase(superUrl, template);
  server = { superUrl, ownerUrl, template };
  if (existsSync(MIGRATE)) await migrate(urlWithDatabase(ownerUrl, template));
  project.provide("databaseServer", server);
}

export async function teardown(): Promise<void> {
  if (own) return own.remove();
  if (server) await dropClones(server);
}

function hasGivenServer(): boolean {
  return Boolean(process.env.TEST_DATABASE_SUPER_URL && process.env.TEST_DATABASE_URL);
}

function given(name: "TEST_DATABASE_SUPER_URL" | "TEST_DATABASE_URL"): string {
  return process.env[name] ?? "";
}

async function migrate(url: string): Promise<void> {
  const env = { ...process.env, ...testEnvironment(url) };
  try {
    await run(process.execPath, ["--import", "./dev/register.mjs", MIGRATE], { env });
  } catch (cause) {
    const output = cause as { stdout?: string; stderr?: string };
    throw new Error(`The migrations failed:\n${output.stdout ?? ""}${output.stderr ?? ""}`, { cause });
  }
}

async function dropClones({ superUrl, template }: TestDatabaseServer): Promise<void> {
  await withClient(superUrl, async (client) => {
    const clones = await client.query<{ name: string }>(
      "SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)",
      [template],
    );
    for (const { name } of clones.rows) {
      await client.query(`DROP DATABASE ${client.escapeIdentifier(name)} WITH (FORCE)`);
    }
  });
}
