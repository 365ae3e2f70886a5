import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { type Database, startDatabase } from "../database/embedded";

const PREFIX = "cell-";
/** Ports of cells follow the main database's at this distance. */
const PORT_DISTANCE = 50;

export type LocalCells = { databases: Database[]; env: string | undefined };

/**
 * Starts a PostgreSQL of its own for each cell: those asked for, and those of earlier starts, whose workspaces would
 * be unreachable without. `env` is what CELLS must say.
 */
export async function startCells(options: {
  dataDir: string;
  port: number;
  wanted: readonly string[];
  log: (line: string) => void;
}): Promise<LocalCells> {
  const names = [...new Set([...knownCells(options.dataDir), ...options.wanted])].sort();
  const databases: Database[] = [];
  const urls: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const database = await startDatabase({
      port: options.port + PORT_DISTANCE + index,
      dataDir: path.join(options.dataDir, `${PREFIX}${name}`),
      log: options.log,
    });
    databases.push(database);
    urls[name] = database.url;
  }
  return { databases, env: names.length > 0 ? JSON.stringify(urls) : undefined };
}

function knownCells(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  return readdirSync(dataDir)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}
