import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const DEFAULT_TAIL_LINES = 25;
const PRELOADS = ["dev/localhost-lookup.mjs", "dev/exit-with-parent.mjs"];
const TYPESCRIPT = "dev/register.mjs";

export type ChildOptions = {
  name: string;
  /** A script of the project, with its arguments. */
  script: string;
  args?: string[];
  env: Record<string, string>;
  logDir: string;
  /** Called with each line of output. */
  onLine?: (line: string) => void;
  /** How much of the output a failure shows. */
  tailLines?: number;
  /** Starts the log afresh instead of adding to it. */
  freshLog?: boolean;
};

/**
 * One Node process of the stack. It runs in its own process group, so that Ctrl-C in the terminal
 * reaches only the supervisor, which stops everything in order.
 */
export class Child {
  readonly name: string;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly logFile: string;
  readonly #process: ChildProcess;
  readonly #log: WriteStream;
  readonly #tail: string[] = [];
  readonly #tailLines: number;
  #stopping = false;

  constructor(options: ChildOptions) {
    this.name = options.name;
    this.#tailLines = options.tailLines ?? DEFAULT_TAIL_LINES;
    mkdirSync(options.logDir, { recursive: true });
    this.logFile = path.join(options.logDir, `${options.name}.log`);
    this.#log = createWriteStream(this.logFile, { flags: options.freshLog ? "w" : "a" });
    const preloads = options.script.endsWith(".ts") ? [...PRELOADS, TYPESCRIPT] : PRELOADS;
    const imports = preloads.flatMap((file) => ["--import", pathToFileURL(path.resolve(file)).href]);
    this.#process = spawn(process.execPath, [...imports, options.script, ...(options.args ?? [])], {
      env: Object.assign({ NODE_ENV: "production" as const }, options.env, {
        ATRIUM_SUPERVISOR: String(process.pid),
      }),
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream)
        createInterface({ input: stream }).on("line", (line) => this.#receive(line, options.onLine));
    }
    this.exited = new Promise((resolve) => {
      this.#process.once("close", (code, signal) => resolve({ code, signal }));
      this.#process.once("error", (error) => {
        this.#receive(String(error), options.onLine);
        resolve({ code: 1, signal: null });
      });
    });
    void this.exited.then(() => this.#log.end());
  }

  /** Whether the process was asked to stop, so that its end is no crash. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** The last lines of output. */
  get tail(): string {
    return this.#tail.join("\n");
  }

  /** Asks politely, then kills the whole group after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#signal("SIGTERM");
    const timer = setTimeout(() => this.#signal("SIGKILL", true), graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  /** Ends the process group at once. */
  kill(): void {
    this.#stopping = true;
    this.#signal("SIGKILL", true);
  }

  #signal(signal: NodeJS.Signals, group = false): void {
    const { pid } = this.#process;
    if (!pid || this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    try {
      process.kill(group && process.platform !== "win32" ? -pid : pid, signal);
    } catch {
      // It ended between the check and the signal.
    }
  }

  #receive(line: string, onLine: ChildOptions["onLine"]): void {
    this.#log.write(`${line}\n`);
    this.#tail.push(line);
    if (this.#tail.length > this.#tailLines) this.#tail.shift();
    onLine?.(line);
  }
}

/**
 * Runs a script to its end.
 * @throws Error with the last lines of its output when it fails.
 */
export async function runScript(options: ChildOptions): Promise<string> {
  const child = new Child(options);
  running.add(child);
  const { code } = await child.exited;
  running.delete(child);
  if (code === 0) return child.tail;
  throw new Error(`${child.tail}\n\n${options.name} failed (exit ${code}). Full log: ${child.logFile}`);
}

const running = new Set<Child>();

/** Ends scripts that are still running, when the supervisor stops before they finish. */
export function killRunningScripts(): void {
  for (const child of running) child.kill();
}
