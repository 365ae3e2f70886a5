import { createDatabase, urlWithDatabase } from "@/dev/database/provision";

/** Adds a cell to this test file's configuration: an empty database beside its own. Before anything reads env(). */
export async function addCell(name: string): Promise<string> {
  const { TEST_DATABASE_SUPER_URL: superUrl = "", DATABASE_URL: own = "" } = process.env;
  const database = `${new URL(own).pathname.slice(1)}_${name}`;
  await createDatabase(superUrl, database);
  const url = urlWithDatabase(own, database);
  process.env.CELLS = JSON.stringify({ ...JSON.parse(process.env.CELLS ?? "{}"), [name]: url });
  return url;
}
