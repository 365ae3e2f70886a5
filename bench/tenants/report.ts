import { readFile, writeFile } from "node:fs/promises";
import { round } from "../measure";
import type { Compared } from "./compare-paths";
import type { MigrationFigures } from "./migrations";
import type { ConnectionMemory } from "./touch-schemas";
import type { Provisioning } from "./world";

export type Figures = {
  paths: readonly Compared[];
  webMb: ReadonlyMap<number, number | null>;
  connection: ConnectionMemory;
  signUp: { productMs: number; bareMs: number };
  migrations: MigrationFigures;
  provisioning: Provisioning;
};
type Size = { size: number; cells: number };
/** One bar: what was measured, what it may be at most or must be at least. */
type Bar = { bar: number; what: string; figure: number | null; limit: number; atLeast?: boolean };

const BEGIN = "<!-- tenant figures: begin (written by npm run bench:tenants -- --write-docs) -->";
const END = "<!-- tenant figures: end -->";
const DOCS = ["docs/performance.md", "README.md"];

/** Prints the table and the line of JSON, and writes both into the documents when asked to. */
export async function report(
  sizes: readonly Size[],
  figures: Figures,
  options: { docs: boolean },
): Promise<void> {
  const calls = callTable(sizes, figures.paths);
  const bars = barsOf(sizes, figures);
  const table = barTable(bars);
  console.log(`\n${calls}\n\n${table}`);
  if (options.docs) {
    const when = `${new Date().toISOString().slice(0, 10)}, ${sizes.map(sizeName).join(" / ")}, ratios of one run.`;
    for (const file of DOCS) {
      await writeBlock(
        file,
        file === "README.md" ? `${when}\n\n${table}` : `${when}\n\n${calls}\n\n${table}`,
      );
    }
  }
  console.log(JSON.stringify(lineOf(sizes, figures, bars)));
}

const sizeName = ({ size, cells }: Size) =>
  `${size.toLocaleString("en-US")} tenants${cells > 1 ? ` in ${cells} cells` : ""}`;

function barsOf(
  sizes: readonly Size[],
  { paths, webMb, connection, signUp, migrations, provisioning }: Figures,
) {
  const [small, ...larger] = sizes;
  const bars: Bar[] = [];
  const worst = (kind: "row" | "schema", size: number) =>
    Math.min(
      ...paths.filter(({ path }) => path.kind === kind).map(({ ratios }) => ratios.get(size) ?? Number.NaN),
    );
  for (const one of larger) {
    const at = `${sizeName(one)} against ${small?.size}`;
    const few = webMb.get(small?.size ?? 0);
    const many = webMb.get(one.size);
    bars.push(
      {
        bar: 5,
        what: `row-level paths, cost of the worst: ${at}`,
        figure: round(1 / worst("row", one.size), 2),
        limit: 1.1,
      },
      {
        bar: 5,
        what: `memory of the web process: ${at}`,
        figure: few && many ? round(many / few, 2) : null,
        limit: 1.2,
      },
    );
    // The bar is about one database; how more of them do is in the table of calls.
    if (one.cells > 1) continue;
    bars.push({
      bar: 6,
      what: `schema paths, throughput of the worst: ${at}`,
      figure: round(worst("schema", one.size), 2),
      limit: 0.6,
      atLeast: true,
    });
  }
  bars.push(
    {
      bar: 6,
      what: "MB of a connection that serves tenant after tenant",
      figure: connection.peakMb,
      limit: 64,
    },
    {
      bar: 7,
      what: "provisioning / raw DDL transaction",
      figure: round(provisioning.ledgerMs / provisioning.bareMs, 2),
      limit: 2,
    },
    {
      bar: 7,
      what: "sign-up request / bare hash and 3 inserts",
      figure: round(signUp.productMs / signUp.bareMs, 2),
      limit: 2,
    },
    {
      bar: 8,
      what: "fleet migration / raw loop",
      figure: round(migrations.productMs / migrations.bareMs, 2),
      limit: 3,
    },
    { bar: 8, what: "lock per tenant, p99 in ms", figure: round(migrations.lockP99Ms, 1), limit: 10 },
  );
  return bars;
}

function holds({ figure, limit, atLeast }: Bar): boolean {
  return figure !== null && (atLeast ? figure >= limit : figure <= limit);
}

function callTable(sizes: readonly Size[], paths: readonly Compared[]): string {
  const [small] = sizes;
  const head = [
    "Call",
    "Data in",
    ...sizes.map((one) => `${sizeName(one)}: req/s (p99 ms)`),
    "Ratio to the first",
  ];
  const rows = paths.map(({ path, results, ratios }) => [
    path.name.replaceAll("_", " "),
    path.kind === "row" ? "shared rows" : "own schema",
    ...sizes.map(({ size }) => {
      const result = results.get(size);
      return result ? `${round(result.requestsPerSecond, 0)} (${round(result.p99Ms, 0)})` : "–";
    }),
    sizes
      .filter((one) => one !== small)
      .map(({ size }) => round(ratios.get(size) ?? Number.NaN, 2).toFixed(2))
      .join(" / "),
  ]);
  return markdown([head, ...rows]);
}

function barTable(bars: readonly Bar[]): string {
  const rows = bars.map((one) => [
    String(one.bar),
    one.what,
    one.figure === null ? "not measured" : String(one.figure),
    `${one.atLeast ? "≥" : "≤"} ${one.limit}`,
    holds(one) ? "yes" : "no",
  ]);
  return markdown([["Bar", "What", "Figure", "Target", "Reached"], ...rows]);
}

function markdown([head = [], ...rows]: readonly string[][]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => (row[at] ?? "").length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function lineOf(sizes: readonly Size[], figures: Figures, bars: readonly Bar[]) {
  const { paths, webMb, connection, signUp, migrations, provisioning } = figures;
  return {
    bench: "tenants",
    sizes: sizes.map(({ size }) => size),
    cells: sizes.map(({ cells }) => cells),
    ratios: Object.fromEntries(
      paths.map(({ path, ratios }) => [
        path.name,
        sizes.slice(1).map(({ size }) => round(ratios.get(size) ?? Number.NaN, 3)),
      ]),
    ),
    web_memory_mb: sizes.map(({ size }) => webMb.get(size) ?? null),
    connection_mb: connection.peakMb,
    connections_used: connection.connections,
    connection_curve: connection.curve,
    provisioning_ms: provisioning,
    provisioning_ratio: round(provisioning.ledgerMs / provisioning.bareMs, 2),
    provisioning_with_request_ratio: round(
      (provisioning.requestMs + provisioning.ledgerMs) / provisioning.bareMs,
      2,
    ),
    sign_up_ms: signUp,
    sign_up_ratio: round(signUp.productMs / signUp.bareMs, 2),
    migration: migrations,
    migration_ratio: round(migrations.productMs / migrations.bareMs, 2),
    migration_lock_p99_ms: round(migrations.lockP99Ms, 1),
    missed: bars.filter((bar) => !holds(bar)).map(({ bar, what }) => `${bar}: ${what}`),
  };
}

async function writeBlock(file: string, block: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${file} lacks the marked block`);
  await writeFile(file, `${before}${BEGIN}\n\n${block}\n\n${END}${after}`);
}
