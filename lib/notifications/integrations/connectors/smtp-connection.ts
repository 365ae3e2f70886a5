import "server-only";
import nodemailer, { type Transporter } from "nodemailer";
import { DomainError } from "@/lib/core/errors";
import { isTestHost, outgoingError, resolvePublic } from "@/lib/infra/outgoing/resolve-public";
import type { ConfigOf } from "../schema";

const CONNECT_MS = 5_000;
const TOTAL_MS = 10_000;

/**
 * A connection to a tenant's mail server, through the same checks as safeFetch(): only public addresses, pinned. Always
 * encrypted, and the certificate has to name the host; stand-ins of local mode may speak plainly.
 * @throws DomainError upstream_failed
 */
export async function openSmtp(config: ConfigOf<"smtp">, password: string): Promise<Transporter> {
  const isLocal = isTestHost(config.host, config.port);
  const [pinned] = await resolvePublic(config.host, { isTestHost: isLocal });
  return nodemailer.createTransport({
    host: pinned?.address ?? config.host,
    port: config.port,
    secure: config.port === 465,
    requireTLS: !isLocal && config.port !== 465,
    ignoreTLS: isLocal,
    tls: { servername: config.host },
    auth: { user: config.user, pass: password },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: TOTAL_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** What a mail server's refusal means, without its words: they may quote what was sent. */
export function readSmtpFailure(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "EAUTH":
      return new DomainError("upstream_failed", "The mail server refused the name or password.", {
        reason: "auth_failed",
        cause: error,
      });
    case "ETIMEDOUT":
      return outgoingError("timed_out", "The mail server did not answer in time.", error);
    case "ETLS":
      return outgoingError("tls_failed", "The mail server offers no trusted encryption.", error);
    default:
      return outgoingError("connect_failed", "No mail connection to this server.", error);
  }
}
