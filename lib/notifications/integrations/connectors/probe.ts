import "server-only";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { safeFetch } from "@/lib/infra/outgoing/safe-fetch";
import { CONFIGS, type IntegrationKind, type TestResult } from "../schema";
import { signS3 } from "./sign-s3";
import { signWebhook } from "./sign-webhook";
import { openSmtp, readSmtpFailure } from "./smtp-connection";

const WAIT_MS = 10_000;

/** Tries a connection for real and says honestly how it went; never what the other side wrote. */
export async function probe(kind: IntegrationKind, config: unknown, secret: string): Promise<TestResult> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  try {
    const status = await attempt(kind, config, secret);
    const ok = status === null || (status >= 200 && status < 300);
    return { ok, duration_ms: since(), status, reason: ok ? null : reasonOf(status) };
  } catch (error) {
    const reason = error instanceof DomainError ? error.details.reason : undefined;
    return { ok: false, duration_ms: since(), status: null, reason: reason ?? "connect_failed" };
  }
}

async function attempt(kind: IntegrationKind, config: unknown, secret: string): Promise<number | null> {
  switch (kind) {
    case "slack":
      return post(secret, JSON.stringify({ text: "Atrium: the connection works." }));
    case "webhook": {
      const { url } = CONFIGS.webhook.parse(config);
      const body = JSON.stringify({ type: "test", timestamp: new Date().toISOString(), data: {} });
      return post(url, body, signWebhook(secret, `msg_${newId()}`, body));
    }
    case "s3": {
      const { endpoint, region, bucket, access_key_id: accessKeyId } = CONFIGS.s3.parse(config);
      const url = new URL(`${endpoint.replace(/\/+$/, "")}/${bucket}?list-type=2&max-keys=1`);
      const headers = signS3("GET", url, { region, accessKeyId, secretAccessKey: secret });
      return (await safeFetch(url.href, { headers })).status;
    }
    case "llm": {
      const { base_url: base } = CONFIGS.llm.parse(config);
      const headers = { authorization: `Bearer ${secret}`, accept: "application/json" };
      return (await safeFetch(`${base.replace(/\/+$/, "")}/models`, { headers })).status;
    }
    case "smtp":
      await verifySmtp(config, secret);
      return null;
    default:
      return kind satisfies never;
  }
}

async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<number> {
  const all = { "content-type": "application/json", ...headers };
  return (await safeFetch(url, { method: "POST", body, headers: all })).status;
}

/** Connects, encrypts and signs in; sends nothing. */
async function verifySmtp(config: unknown, password: string): Promise<void> {
  const transport = await openSmtp(CONFIGS.smtp.parse(config), password);
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(Object.assign(new Error("late"), { code: "ETIMEDOUT" })), WAIT_MS);
    });
    await Promise.race([transport.verify(), late]);
  } catch (error) {
    throw readSmtpFailure(error);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

function reasonOf(status: number): string {
  if (status === 401 || status === 403) return "auth_failed";
  if (status === 404) return "not_found_there";
  return status >= 500 ? "failing_there" : "refused_there";
}
