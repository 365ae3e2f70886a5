import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Environment of tests that use a database. The roles of PostgreSQL belong to the whole server and
 * their passwords derive from DATABASE_ROLES_SECRET: it is one constant for every clone.
 */
export function testEnvironment(databaseUrl: string): Record<string, string> {
  return {
    ATRIUM_MODE: "local",
    ATRIUM_ROOT_URL: "http://atrium.localhost:3000",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: "4",
    DATABASE_ROLES_SECRET: "local-test-database-roles-secret-0000000",
    NEXTAUTH_SECRET: "local-test-session-secret-00000000000000",
    ENCRYPTION_KEY: "local-test-encryption-key-00000000000000",
    STORAGE_DIR: join(tmpdir(), "atrium-tests", new URL(databaseUrl).pathname.slice(1)),
    SMTP_URL: "smtp://127.0.0.1:1",
    MAILBOX_URL: "",
    OUTGOING_TEST_HOSTS: "127.0.0.1:*,localhost:*",
    STRIPE_SECRET_KEY: "sk_test_localtests",
    STRIPE_WEBHOOK_SECRET: "whsec_localtests",
    STRIPE_API_BASE: "http://127.0.0.1:1",
  };
}
