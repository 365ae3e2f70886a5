import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/infra/env";
import { parseFlags, splitFlags, UsageError } from "./environment/flags";
import { localEnvironment } from "./local-env";

const dataDir = mkdtempSync(path.join(tmpdir(), "atrium-env-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

const make = (given: Record<string, string> = {}, flags: string[] = []) =>
  localEnvironment(parseFlags(["--data", dataDir, ...flags]), given);

describe("the local environment", () => {
  it("is complete once the embedded database has an address", () => {
    const { env } = make();
    expect(() => parseEnv(env)).toThrow(/^ {2}DATABASE_URL: /m);
    expect(parseEnv({ ...env, DATABASE_URL: "postgres://owner@127.0.0.1/atrium" }).ATRIUM_MODE).toBe("local");
  });

  it("makes secrets once, in a file for its owner only, and never valid in production", () => {
    const first = make().env;
    const file = path.join(dataDir, "secrets.json");
    expect(make().env.ENCRYPTION_KEY).toBe(first.ENCRYPTION_KEY);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8")).NEXTAUTH_SECRET).toMatch(/^local-[0-9a-f]{64}$/);
  });

  it("lets what was given win over every default", () => {
    const { env } = make({ NEXTAUTH_SECRET: "mine", MAIL_FROM: "me@example.com" });
    expect(env).toMatchObject({ NEXTAUTH_SECRET: "mine", MAIL_FROM: "me@example.com" });
  });

  it("replaces a stand-in for each outside service that is configured", () => {
    expect(make().standIns).toEqual({ database: true, mailbox: true, stripe: true, social: true });
    expect(make({ DATABASE_URL: "postgres://x/y" }).standIns.database).toBe(false);
    expect(make({ SMTP_URL: "smtp://x" })).toMatchObject({ standIns: { mailbox: false } });
    expect(make({ SMTP_URL: "smtp://x" }).env.MAILBOX_URL).toBeUndefined();
  });

  it("talks to the real Stripe with a real key, and makes up no signing secret for it", () => {
    const { env, standIns } = make({ STRIPE_SECRET_KEY: "sk_live_x" });
    expect(standIns.stripe).toBe(false);
    expect(env.STRIPE_API_BASE).toBeUndefined();
    expect(env.STRIPE_WEBHOOK_SECRET).toBeUndefined();
  });

  it("invents nothing in production mode", () => {
    const { env, standIns } = make({ ATRIUM_MODE: "production" });
    expect(standIns).toEqual({ database: false, mailbox: false, stripe: false, social: false });
    expect(env.ENCRYPTION_KEY).toBeUndefined();
  });

  it("moves every port by the offset and the address with the web port", () => {
    const { ports, rootUrl, env } = make({}, ["--port-offset", "100", "--stripe-port", "9"]);
    expect(ports).toEqual({ web: 3100, postgres: 5540, smtp: 1125, mailbox: 8125, stripe: 9, social: 9410 });
    expect(rootUrl).toBe("http://atrium.localhost:3100");
    expect(env.PORT).toBe("3100");
  });
});

describe("the flags", () => {
  it.each([
    [["--web-port", "0"], "--web-port must be a whole number from 1 to 65535"],
    [["--port-offset", "many"], "--port-offset must be a whole number"],
    [["--prot-offset", "1"], "Flags, after --, for example"],
  ])("explain %j", (argv, message) => {
    expect(() => parseFlags(argv)).toThrow(UsageError);
    expect(() => parseFlags(argv)).toThrow(message);
  });

  it("leave the flags of another program to it", () => {
    const { flags, rest } = splitFlags(["seed.ts", "demo", "--port-offset=100", "--fast", "--data", "/x"]);
    expect(flags).toMatchObject({ portOffset: 100, dataDir: "/x" });
    expect(rest).toEqual(["seed.ts", "demo", "--fast"]);
  });
});
