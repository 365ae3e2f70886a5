import "server-only";
import type { SsoFailure } from "./schema";

/**
 * A sign-in through a provider that is refused. `detail` is for the admin who tests the connection and for the log; the
 * sign-in page shows the reason only.
 */
export class SsoError extends Error {
  readonly reason: SsoFailure;
  constructor(reason: SsoFailure, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = "SsoError";
    this.reason = reason;
  }
}
