/** Before any test: without the addresses of a running product each one would fail in its own way. */
export default function requireProduct(): void {
  if (process.env.E2E_BASE) return;
  throw new Error("The end-to-end tests need a running product: use npm run e2e -- <filter>.");
}
