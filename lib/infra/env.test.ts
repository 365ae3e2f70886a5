import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";

const valid = {
  DATABASE_URL: "postgres://owner:secret@127.0.0.1:5432/atrium",
  DATABASE_ROLES_SECRET: "r".repeat(32),
  NEXTAUTH_SECRET: "n".repeat(32),
  ENCRYPTION_KEY: "e".repeat(32),
  SMTP_URL: "smtp://127.0.0.1:25",
  STRIPE_SECRET_KEY: "sk_test_abc",
  STRIPE_WEBHOOK_SECRET: "whsec_abc",
};
const production = { ...valid, ATRIUM_MODE: "production", ATRIUM_ROOT_URL: "https://atrium.example" };

describe("the environment", () => {
  it("accepts the required variables alone and fills in the rest", () => {
    const env = parseEnv(valid);
    expect(env.ATRIUM_MODE).toBe("local");
    expect(env.PORT).toBe(3000);
    expect(env.STRIPE_API_BASE).toBeUndefined();
  });

  it.each(Object.keys(valid))("names %s when it is missing", (name) => {
    expect(() => parseEnv({ ...valid, [name]: undefined })).toThrow(
      new RegExp(`^  ${name}: must be set`, "m"),
    );
  });

  it.each([
    ["NODE_ENV", "staging"],
    ["ATRIUM_MODE", "test"],
    ["ATRIUM_ROOT_URL", "atrium"],
    ["PORT", "0"],
    ["TRUSTED_PROXY_HOPS", "-1"],
    ["LOG_LEVEL", "loud"],
    ["DATABASE_URL", "localhost"],
    ["DATABASE_POOL_SIZE", "many"],
    ["CELLS", "eu2=postgres://owner:secret@10.0.0.5/atrium"],
    ["CELLS", '{"main":"postgres://owner:secret@10.0.0.5/atrium"}'],
    ["CELLS", '{"EU 2":"postgres://owner:secret@10.0.0.5/atrium"}'],
    ["CELLS", '{"eu2":"http://10.0.0.5/atrium"}'],
    ["CELLS", '{"eu2":"postgres://somebody:else@127.0.0.1/atrium"}'],
    ["DATABASE_ROLES_SECRET", "short"],
    ["NEXTAUTH_SECRET", "short"],
    ["ENCRYPTION_KEY", "short"],
    ["SMTP_URL", "mail"],
    ["STRIPE_SECRET_KEY", "pk_test_abc"],
    ["STRIPE_WEBHOOK_SECRET", "secret"],
  ])("names %s when it is %j", (name, value) => {
    expect(() => parseEnv({ ...valid, [name]: value })).toThrow(new RegExp(`^  ${name}: `, "m"));
  });

  it("names every wrong variable at once", () => {
    const broken = { ...valid, PORT: "x", SMTP_URL: "x", ENCRYPTION_KEY: "x" };
    expect(() => parseEnv(broken)).toThrow(/PORT: [\s\S]*ENCRYPTION_KEY: [\s\S]*SMTP_URL: /);
  });

  it("never repeats a secret in the message", () => {
    expect(() => parseEnv({ ...valid, ENCRYPTION_KEY: "hunter2" })).not.toThrow(/hunter2/);
  });

  it("takes an empty optional variable as unset", () => {
    expect(parseEnv({ ...valid, GOOGLE_CLIENT_ID: "" }).GOOGLE_CLIENT_ID).toBeUndefined();
  });

  it("refuses a live key while a simulator is configured", () => {
    const mixed = { ...valid, STRIPE_SECRET_KEY: "sk_live_abc", STRIPE_API_BASE: "http://127.0.0.1:12111" };
    expect(() => parseEnv(mixed)).toThrow(/STRIPE_SECRET_KEY: must be a test key/);
  });

  it("is documented in .env.example, variable by variable", () => {
    const source = readFileSync("lib/infra/env.ts", "utf8");
    const declared = [...source.matchAll(/^ {4}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1]);
    const example = readFileSync(".env.example", "utf8");
    const documented = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(documented.toSorted()).toEqual(declared.toSorted());
  });
});

describe("production mode", () => {
  it("accepts real values", () => {
    expect(parseEnv(production).ATRIUM_MODE).toBe("production");
  });

  it.each([
    ["STRIPE_API_BASE", "http://127.0.0.1:12111"],
    ["MAILBOX_URL", "http://127.0.0.1:8025"],
    ["GOOGLE_API_BASE", "http://google.social.localhost:9310"],
    ["GITHUB_API_BASE", "https://github.example"],
    ["MICROSOFT_API_BASE", "https://microsoft.example"],
    ["AUTH0_ISSUER", "http://auth0.social.localhost:9310"],
    ["COGNITO_ISSUER", "http://cognito.social.localhost:9310/pool"],
    ["ATRIUM_ROOT_URL", "http://atrium.example"],
    ["NEXTAUTH_SECRET", `local-${"n".repeat(32)}`],
    ["ENCRYPTION_KEY", `local-${"e".repeat(32)}`],
    ["DATABASE_ROLES_SECRET", `local-${"r".repeat(32)}`],
  ])("refuses %s = %s", (name, value) => {
    expect(() => parseEnv({ ...production, [name]: value })).toThrow(new RegExp(`^  ${name}: `, "m"));
  });
});
