import "../localhost-lookup.mjs";
import { existsSync } from "node:fs";
import path from "node:path";
import { type Database, startDatabase, stopDatabase } from "../database/embedded";
import { DEMO_SSO } from "../identity/demo";
import type { LocalEnvironment } from "../local-env";
import { ensureBuild } from "./build";
import { startCells } from "./cells";
import { checkNode, checkNotRunning, checkPorts } from "./checks";
import { Child, type ChildOptions, killRunningScripts, runScript } from "./child";
import { readDemo } from "./demo-data";
import type { Progress } from "./progress";
import { clearRunning, writeRunning } from "./running";
import { isEmptyDatabase } from "./seeded";
import { waitForHttp, waitForLine } from "./wait";

const READY_TIMEOUT_MS = 30_000;
const WEB_READY_TIMEOUT_MS = 120_000;
const WORKER_READY_TIMEOUT_MS = 15_000;
const WORKER_RESTARTS = 5;
const WORKER_STABLE_MS = 60_000;

export type StackOptions = {
  local: LocalEnvironment;
  progress: Progress;
  /** `next dev` instead of the production build. */
  dev: boolean;
  /** Scenario for an empty database; none for a bare one. */
  seed: string | undefined;
  /** Receives the output of the long-running processes. */
  onLine?: (name: string, line: string) => void;
};

/** Everything that runs for one Atrium: started in order, watched, stopped in reverse order. */
export class Stack {
  /** Settles with a sentence when a process that must stay up has ended. */
  readonly failed: Promise<string>;
  database: Database | undefined;
  readonly #options: StackOptions;
  #cells: Database[] = [];
  readonly #children: Child[] = [];
  readonly #logDir: string;
  #reportFailure: (reason: string) => void = () => {};
  #stopped = false;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#logDir = path.join(options.local.dataDir, "logs");
    this.failed = new Promise((resolve) => {
      this.#reportFailure = resolve;
    });
  }

  async start(): Promise<void> {
    await this.startServices();
    const { local, progress, dev, seed } = this.#options;
    if (seed && existsSync("prisma/seed/main.ts") && (await isEmptyDatabase(local.env.DATABASE_URL ?? ""))) {
      await progress.step("Demo data", ({ detail }) =>
        this.#script("seed", "prisma/seed/main.ts", [seed], detail),
      );
    }
    if (!dev) {
      await progress.step("Production build", ({ detail }) =>
        ensureBuild({ env: local.env, logDir: this.#logDir, onLine: detail }),
      );
    }
    if (local.standIns.social) await progress.step("Demo providers", () => this.#startSocial());
    const worker = this.#spawnWorker(0);
    await progress.step("Web server", () => this.#startWeb());
    await progress.step("Worker", async () => {
      await waitForLine(worker, "worker started", WORKER_READY_TIMEOUT_MS);
      return "background jobs";
    });
  }

  /** A migrated database and the stand-ins, without the product itself. */
  async startServices(): Promise<void> {
    const { local, progress } = this.#options;
    await progress.step("Checks", () => this.#check());
    writeRunning(local.dataDir, { rootUrl: local.rootUrl, ports: local.ports, databaseUrl: "" });
    if (local.standIns.database) await progress.step("Database", () => this.#startDatabase());
    await progress.step("Migrations", ({ detail }) => this.#script("migrate", "dev/migrate.ts", [], detail));
    if (local.standIns.mailbox) await progress.step("Mailbox", () => this.#startMailbox());
    if (local.standIns.stripe) await progress.step("Stripe simulator", () => this.#startStripe());
  }

  get local(): LocalEnvironment {
    return this.#options.local;
  }

  get stopping(): boolean {
    return this.#stopped;
  }

  /** Stops what runs: first what uses the others, the database last. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    killRunningScripts();
    const grace: Record<string, number> = { web: 2_500, worker: 3_500 };
    for (const child of this.#children.toReversed()) await child.stop(grace[child.name] ?? 1_000);
    await Promise.all(this.#cells.map((cell) => cell.stop()));
    await this.database?.stop();
    clearRunning(this.#options.local.dataDir);
  }

  async #check(): Promise<string> {
    const { local } = this.#options;
    checkNode();
    checkNotRunning(local);
    if (local.standIns.database) await stopDatabase(this.#databaseDir);
    await checkPorts(local);
    return `Node ${process.versions.node}, ports are free`;
  }

  async #startDatabase(): Promise<string> {
    const { local, progress } = this.#options;
    this.database = await startDatabase({
      port: local.ports.postgres,
      dataDir: this.#databaseDir,
      log: (line) => progress.say(`    ${line}`),
    });
    local.env.DATABASE_URL = this.database.url;
    if (!local.env.CELLS) await this.#startCells();
    const { rootUrl, ports, env } = local;
    writeRunning(local.dataDir, {
      rootUrl,
      ports,
      databaseUrl: this.database.url,
      ...(env.CELLS && { cells: env.CELLS }),
    });
    const cells =
      this.#cells.length > 0 ? `, cells on ${this.#cells.map((cell) => cell.port).join(", ")}` : "";
    return `PostgreSQL on port ${local.ports.postgres}${cells}`;
  }

  async #startCells(): Promise<void> {
    const { local, progress } = this.#options;
    const { databases, env } = await startCells({
      dataDir: local.dataDir,
      port: local.ports.postgres,
      wanted: local.cells,
      log: (line) => progress.say(`    ${line}`),
    });
    this.#cells = databases;
    if (env !== undefined) local.env.CELLS = env;
  }

  get #databaseDir(): string {
    return path.join(this.#options.local.dataDir, "database");
  }

  async #script(name: string, script: string, args: string[], detail: (line: string) => void) {
    const { env } = this.#options.local;
    const output = await runScript({ name, script, args, env, logDir: this.#logDir, onLine: detail });
    return output.split("\n").findLast((line) => line.trim() !== "");
  }

  async #startMailbox(): Promise<string> {
    const { ports, dataDir, env } = this.#options.local;
    const mailboxEnv = {
      ...env,
      MAILBOX_SMTP_PORT: String(ports.smtp),
      MAILBOX_HTTP_PORT: String(ports.mailbox),
      MAILBOX_FILE: path.join(dataDir, "mailbox.json"),
    };
    const url = `http://127.0.0.1:${ports.mailbox}`;
    const child = this.#spawn({ name: "mailbox", script: "dev/mailbox/main.ts", env: mailboxEnv });
    await waitForHttp(`${url}/messages`, child, READY_TIMEOUT_MS);
    return url;
  }

  async #startStripe(): Promise<string> {
    const { ports, dataDir, env, rootUrl } = this.#options.local;
    const simulatorEnv = {
      ...env,
      STRIPE_SIM_PORT: String(ports.stripe),
      STRIPE_SIM_DATA: path.join(dataDir, "stripe.json"),
      STRIPE_WEBHOOK_URL: `${rootUrl}/api/webhooks/stripe`,
    };
    const url = `http://127.0.0.1:${ports.stripe}`;
    const child = this.#spawn({ name: "stripe", script: "dev/stripe/main.ts", env: simulatorEnv });
    await waitForHttp(`${url}/_sim/events`, child, READY_TIMEOUT_MS);
    return url;
  }

  async #startSocial(): Promise<string> {
    const { ports, env } = this.#options.local;
    const socialEnv = { ...env, SOCIAL_PORT: String(ports.social) };
    const child = this.#spawn({ name: "social", script: "dev/social/main.ts", env: socialEnv });
    await waitForLine(child, "Social stand-ins on port", READY_TIMEOUT_MS);
    // Only our own database with its demo data: a workspace of somebody else's may have the same name.
    if (
      this.#options.local.standIns.database &&
      readDemo(this.#options.local.dataDir).tenant === DEMO_SSO.tenant
    ) {
      await this.#script("sso", "dev/identity/connect-demo.ts", [String(ports.social)], () => {});
    }
    return "Google, GitHub, Microsoft, Auth0, Cognito, the demo workspace's own";
  }

  /** A worker that crashes comes back after a growing pause; jobs resume from their ledger. */
  #spawnWorker(restarts: number): Child {
    const { env } = this.#options.local;
    const startedAt = Date.now();
    const worker = this.#spawn({ name: "worker", script: "worker/main.ts", env }, () => {
      this.#children.splice(this.#children.indexOf(worker), 1);
      const count = Date.now() - startedAt > WORKER_STABLE_MS ? 1 : restarts + 1;
      if (count > WORKER_RESTARTS) return false;
      const pauseMs = 500 * 2 ** count;
      this.#options.progress.say(`The worker stopped; starting it again in ${pauseMs / 1000} s.`);
      setTimeout(() => {
        if (!this.#stopped) this.#spawnWorker(count);
      }, pauseMs);
      return true;
    });
    return worker;
  }

  async #startWeb(): Promise<string> {
    const { local, dev } = this.#options;
    const args = dev ? ["--dev"] : [];
    const child = this.#spawn({ name: "web", script: "server.mjs", args, env: local.env });
    await waitForHttp(`${local.rootUrl}/api/health`, child, WEB_READY_TIMEOUT_MS);
    return local.rootUrl;
  }

  /** Starts a process that must stay up; `onCrash` may take care of its end by returning true. */
  #spawn(options: Omit<ChildOptions, "logDir" | "onLine">, onCrash: () => boolean = () => false): Child {
    if (!existsSync(options.script)) throw new Error(`${options.script} is missing from this checkout.`);
    const onLine = (line: string) => this.#options.onLine?.(options.name, line);
    const child = new Child({ ...options, logDir: this.#logDir, onLine });
    this.#children.push(child);
    void child.exited.then(({ code, signal }) => {
      if (child.stopping || onCrash()) return;
      const how = signal ?? `exit ${code}`;
      this.#reportFailure(
        `${child.tail}\n\nThe ${child.name} process stopped (${how}). Full log: ${child.logFile}`,
      );
    });
    return child;
  }
}
