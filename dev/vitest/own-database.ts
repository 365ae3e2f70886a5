import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { createDatabase, urlWithDatabase } from "../database/provision";
import { testEnvironment } from "./environment";

// Runs before the test file is loaded, so lib/infra/env.ts reads the file's own database.
const { superUrl, ownerUrl, template } = inject("databaseServer");
const name = `${template}_${randomBytes(6).toString("hex")}`;
await createDatabase(superUrl, name, template);
Object.assign(process.env, testEnvironment(urlWithDatabase(ownerUrl, name)), {
  TEST_DATABASE_SUPER_URL: urlWithDatabase(superUrl, name),
});

// TEST_CELL=b npx vitest run …: the same tests with every tenant in a database of its own.
const cell = process.env.TEST_CELL;
if (cell) {
  const { addCell } = await import("@/lib/testing/second-cell");
  await addCell(cell);
  const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
  await prepareDatabase();
}
