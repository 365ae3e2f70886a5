/** The product under test, as dev/checks/end-to-end.ts started it. */
export const product = {
  root: required("E2E_BASE"),
  mailbox: required("E2E_MAILBOX"),
  stripe: required("E2E_STRIPE"),
  /** The owner's address of the database, to arrange what no page can (a used-up quota, an old session). */
  databaseUrl: required("E2E_DATABASE_URL"),
  /** For restartDatabase() of dev/database/embedded.ts. */
  databaseDir: required("E2E_DATABASE_DIR"),
  /** Environment of the product, for scripts such as dev/admin-create.ts. */
  env: JSON.parse(required("E2E_ENV") || "{}") as Record<string, string>,
};

/** Address on a workspace's host, or on `admin`. */
export function onHost(label: string, path = "/"): string {
  const url = new URL(path, product.root);
  url.hostname = `${label}.${url.hostname}`;
  return url.href;
}

/** Address on the root host. */
export function onRoot(path = "/"): string {
  return new URL(path, product.root).href;
}

// Playwright loads specs before it checks that a product runs; that check has the better message.
function required(name: string): string {
  return process.env[name] ?? "";
}
