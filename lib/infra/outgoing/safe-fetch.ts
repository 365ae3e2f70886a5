import "server-only";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import type { TLSSocket } from "node:tls";
import { DomainError } from "@/lib/core/errors";
import { type Address, isTestHost, outgoingError, type Resolver, resolvePublic } from "./resolve-public";

const CONNECT_MS = 5_000;
const TOTAL_MS = 10_000;
const MAX_BODY_BYTES = 1_048_576;
const MAX_REDIRECTS = 3;
const PORTS = new Set(["", "443", "8443"]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What may go along to another origin: nothing that proves or signs anything. */
const HARMLESS = new Set(["accept", "content-type", "user-agent"]);

export type SafeRequest = {
  method?: "GET" | "POST" | "PUT" | "HEAD" | "DELETE";
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** For proofs: who answers names, which stand-ins are let through, how long to wait. */
  resolver?: Resolver;
  testHosts?: readonly string[];
  connectMs?: number;
  totalMs?: number;
};
export type SafeResponse = {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  durationMs: number;
};

/**
 * The one way to call an address that a customer typed: https on 443 or 8443, no credentials in the
 * URL, only public addresses, checked again after every redirect and pinned for the connection. Headers other than
 * plain ones do not follow to another origin. 5 s to connect, 10 s in all, 1 MB back.
 * @throws DomainError upstream_failed with an OutgoingReason
 */
export async function safeFetch(target: string, request: SafeRequest = {}): Promise<SafeResponse> {
  const startedAt = performance.now();
  const deadline = startedAt + (request.totalMs ?? TOTAL_MS);
  let url = readUrl(target);
  let { method = "GET", headers = {}, body } = request;
  for (let hop = 0; ; hop += 1) {
    const isLocal = isTestHost(url.hostname, portOf(url), request.testHosts);
    assertAllowed(url, isLocal);
    const addresses = await resolvePublic(url.hostname, { resolver: request.resolver, isTestHost: isLocal });
    const answer = await send(url, addresses, {
      method,
      headers,
      body,
      connectMs: request.connectMs ?? CONNECT_MS,
      remainingMs: deadline - performance.now(),
    });
    const next = REDIRECTS.has(answer.status) ? answer.headers.location : undefined;
    if (next === undefined) return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
    if (hop >= MAX_REDIRECTS) throw outgoingError("too_many_redirects", "This address redirects too often.");
    const to = readUrl(next, url);
    if (to.origin !== url.origin) {
      headers = Object.fromEntries(
        Object.entries(headers).filter(([name]) => HARMLESS.has(name.toLowerCase())),
      );
    }
    if (answer.status === 303 || ((answer.status === 301 || answer.status === 302) && method === "POST")) {
      method = "GET";
      body = undefined;
    }
    url = to;
  }
}

/** WHATWG parsing writes every odd spelling of an IPv4 address (hex, octal, one number) as the plain one. */
function readUrl(text: string, base?: URL): URL {
  try {
    return new URL(text, base);
  } catch (error) {
    throw outgoingError("url_not_allowed", "This is no web address.", error);
  }
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === "http:" ? 80 : 443));
}

function assertAllowed(url: URL, isLocal: boolean): void {
  const refuse = (message: string) => outgoingError("url_not_allowed", message);
  if (url.username || url.password) throw refuse("Leave user names and passwords out of the address.");
  if (isLocal && (url.protocol === "http:" || url.protocol === "https:")) return;
  if (url.protocol !== "https:") throw refuse("The address has to start with https://.");
  if (!PORTS.has(url.port)) throw refuse("Only ports 443 and 8443 are allowed.");
}

type Hop = {
  method: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
  connectMs: number;
  remainingMs: number;
};

/** One request to the addresses that were checked: whatever the name answers now, the connection uses these. */
function send(url: URL, addresses: Address[], hop: Hop): Promise<Omit<SafeResponse, "durationMs">> {
  const pinned: LookupFunction = (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? "", first?.family ?? 4);
  };
  return new Promise((resolve, reject) => {
    const timers: NodeJS.Timeout[] = [];
    const finish = (outcome: () => void) => {
      for (const timer of timers) clearTimeout(timer);
      outcome();
    };
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, {
      method: hop.method,
      headers: { "user-agent": "Atrium", ...hop.headers, host: url.host },
      lookup: pinned,
      agent: false,
      maxHeaderSize: 16_384,
    });
    const fail = (error: DomainError) => {
      request.destroy();
      finish(() => reject(error));
    };
    const late = () => fail(outgoingError("timed_out", "This address did not answer in time."));
    timers.push(setTimeout(late, Math.max(0, hop.remainingMs)));
    const connecting = setTimeout(late, hop.connectMs);
    timers.push(connecting);
    request.once("socket", (socket) => {
      const ready = (socket as TLSSocket).encrypted ? "secureConnect" : "connect";
      socket.once(ready, () => clearTimeout(connecting));
    });
    request.once("error", (error) => fail(readFailure(error)));
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BODY_BYTES) fail(outgoingError("too_large", "The answer is larger than 1 MB."));
        else chunks.push(chunk);
      });
      response.once("error", (error) => fail(readFailure(error)));
      response.once("end", () => {
        const status = response.statusCode ?? 0;
        finish(() => resolve({ status, headers: plainHeaders(response), body: Buffer.concat(chunks) }));
      });
    });
    request.end(hop.body);
  });
}

function plainHeaders(response: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
}

/** Codes of OpenSSL and of Node's own certificate checks. */
const TLS_FAULT = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/;

function readFailure(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return TLS_FAULT.test(code)
    ? outgoingError("tls_failed", "The connection could not be encrypted with a trusted certificate.", error)
    : outgoingError("connect_failed", "No connection to this address.", error);
}
