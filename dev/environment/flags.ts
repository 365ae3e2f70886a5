import { parseArgs } from "node:util";
import { PORT_NAMES, PORTS, type Ports } from "./ports";

export type Flags = {
  ports: Partial<Ports>;
  portOffset: number;
  dataDir: string;
  /** Names of cells in databases of their own. */
  cells: string[];
  dev: boolean;
  yes: boolean;
  rest: string[];
};

const DEFAULT_DATA_DIR = ".atrium";

/**
 * Reads the flags that all commands share.
 * @throws UsageError with a sentence for the person who typed them.
 */
export function parseFlags(argv: string[]): Flags {
  const portFlags = Object.fromEntries(
    PORT_NAMES.map((name) => [`${name}-port`, { type: "string" as const }]),
  );
  const { values, positionals } = readArguments(argv, portFlags);
  const ports: Partial<Ports> = {};
  for (const name of PORT_NAMES) {
    const value = values[`${name}-port`];
    if (typeof value === "string") ports[name] = portNumber(value, PORTS[name].flag);
  }
  if (values.help) throw new UsageError(usage());
  const offset = values["port-offset"];
  return {
    ports,
    portOffset: typeof offset === "string" ? wholeNumber(offset, "--port-offset", 0, 50_000) : 0,
    dataDir: typeof values.data === "string" ? values.data : DEFAULT_DATA_DIR,
    cells: typeof values.cells === "string" ? cellNames(values.cells) : [],
    dev: values.dev === true,
    yes: values.yes === true,
    rest: positionals,
  };
}

/** Takes the shared flags out of `argv`; the rest is for another program. */
export function splitFlags(argv: string[]): { flags: Flags; rest: string[] } {
  const names = ["--port-offset", "--data", ...PORT_NAMES.map((name) => PORTS[name].flag)];
  const own: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? "";
    const [name = ""] = argument.split("=");
    if (!names.includes(name)) rest.push(argument);
    else if (argument.includes("=")) own.push(argument);
    else own.push(argument, argv[++index] ?? "");
  }
  return { flags: parseFlags(own), rest };
}

export class UsageError extends Error {}

type Values = Record<string, string | boolean | undefined>;

function readArguments(argv: string[], portFlags: Record<string, { type: "string" }>) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        ...portFlags,
        "port-offset": { type: "string" },
        data: { type: "string" },
        cells: { type: "string" },
        dev: { type: "boolean" },
        yes: { type: "boolean", short: "y" },
        help: { type: "boolean", short: "h" },
      },
    });
    return { values: values as Values, positionals };
  } catch (cause) {
    const [message = ""] = cause instanceof Error ? cause.message.split(". ") : [];
    throw new UsageError(`${message.replace("Unknown option", "Unknown flag")}.\n${usage()}`, { cause });
  }
}

function usage(): string {
  const lines = PORT_NAMES.map(
    (name) => `  ${PORTS[name].flag.padEnd(16)} N  port of ${PORTS[name].purpose} (${PORTS[name].port})`,
  );
  return [
    "Flags, after --, for example `npm start -- --port-offset 100`:",
    "  --port-offset    N  adds N to every port",
    ...lines,
    "  --cells      A,B…  more databases to spread workspaces over; kept by later starts",
    `  --data         DIR  where data is kept (${DEFAULT_DATA_DIR})`,
  ].join("\n");
}

function cellNames(value: string): string[] {
  const names = value.split(",").filter((name) => name !== "");
  const wrong = names.find((name) => name === "main" || !/^[a-z][a-z0-9-]{0,29}$/.test(name));
  if (wrong === undefined) return names;
  throw new UsageError(`--cells takes names of lower-case letters, digits and hyphens, not "${wrong}".`);
}

function portNumber(value: string, flag: string): number {
  return wholeNumber(value, flag, 1, 65_535);
}

function wholeNumber(value: string, flag: string, min: number, max: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new UsageError(`${flag} must be a whole number from ${min} to ${max}, not "${value}".`);
}
