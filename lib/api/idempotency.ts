import "server-only";
import { createHmac } from "node:crypto";
import { DomainError } from "@/lib/core/errors";
import { env } from "@/lib/infra/env";
import { open, seal } from "@/lib/infra/sealed-box";
import { openForTenant } from "@/lib/tenancy/vault/open-for-tenant";
import { sealForTenant } from "@/lib/tenancy/vault/seal-for-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import type { Caller } from "./authenticate";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const MAX_KEY_LENGTH = 255;

/**
 * Runs an unsafe request once per Idempotency-Key (24 h): a repeat gets the first answer, another body is refused,
 * and a repeat while the first still runs is told so. A 5xx is not kept: it may be retried.
 * @throws DomainError idempotency_key_reused, idempotency_in_progress, invalid_request
 */
export async function withIdempotency(
  spec: { method: string; path: string; auth: string },
  request: Request,
  caller: Caller,
  body: unknown,
  run: () => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get("idempotency-key");
  if (key === null || !UNSAFE.has(spec.method) || spec.auth === "public") return run();
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    throw new DomainError("invalid_request", "Idempotency-Key must have 1 to 255 characters.");
  }
  const scope = `${caller.scope}:${spec.method} ${new URL(request.url).pathname}`.slice(0, 200);
  // Keyed: a body may hold a passphrase, which nobody shall guess by its hash.
  const bodyHash = createHmac("sha256", env().NEXTAUTH_SECRET)
    .update(JSON.stringify(body ?? null))
    .digest();
  const first = await claim(scope, key, bodyHash);
  if (first) return first;
  try {
    const response = await run();
    if (response.status >= 500) await forget(scope, key);
    else await keep(caller, scope, key, response);
    return response;
  } catch (error) {
    await forget(scope, key);
    throw error;
  }
}

/** Null when this request is the first; the kept answer when it is a repeat. */
async function claim(scope: string, key: string, bodyHash: Buffer): Promise<Response | null> {
  const found = await withSystem(async (tx) => {
    const made = await tx.$executeRaw`
      insert into platform.idempotency_keys as k (scope, key, body_hash) values (${scope}, ${key}, ${bodyHash})
      on conflict (scope, key) do update set body_hash = excluded.body_hash, status = null, answer_sealed = null, created_at = now()
      where k.created_at < now() - interval '24 hours'`;
    if (made === 1) return null;
    return tx.idempotencyKey.findUnique({ where: { scope_key: { scope, key } } });
  });
  if (!found) return null;
  if (!Buffer.from(found.bodyHash).equals(bodyHash)) {
    throw new DomainError("idempotency_key_reused", "This Idempotency-Key was used with another body.");
  }
  if (found.status === null) {
    throw new DomainError("idempotency_in_progress", "The first request with this key still runs.", {
      retryAfterSeconds: 1,
    });
  }
  const headers = {
    "content-type": "application/json",
    "idempotent-replayed": "true",
    "cache-control": "private, no-store",
  };
  const text =
    found.answerSealed === null ? null : await openAnswer(found.tenantId, scope, key, found.answerSealed);
  return new Response(text, { status: found.status, headers });
}

/** The answer may hold a secret that is shown once, so it is sealed to its place, under its tenant's key if it has one. */
async function keep(caller: Caller, scope: string, key: string, response: Response): Promise<void> {
  const text = response.status === 204 ? null : await response.clone().text();
  const tenantId = "tenant" in caller.ctx ? caller.ctx.tenant.id : null;
  const sealed = text === null ? null : await sealAnswer(tenantId, scope, key, text);
  await withSystem(
    (tx) => tx.$executeRaw`update platform.idempotency_keys
      set status = ${response.status}, answer_sealed = ${sealed}, tenant_id = ${tenantId}::uuid
      where scope = ${scope} and key = ${key}`,
  );
}

async function sealAnswer(
  tenantId: string | null,
  scope: string,
  key: string,
  text: string,
): Promise<string> {
  return tenantId ? sealForTenant(tenantPlace(tenantId, scope, key), text) : seal(text, placeOf(scope, key));
}

async function openAnswer(
  tenantId: string | null,
  scope: string,
  key: string,
  sealed: string,
): Promise<string> {
  return tenantId
    ? openForTenant(tenantPlace(tenantId, scope, key), sealed)
    : open(sealed, placeOf(scope, key));
}

function tenantPlace(tenantId: string, scope: string, key: string) {
  return { tenantId, table: "idempotency_keys", column: "answer_sealed", row: `${scope}:${key}` } as const;
}

function placeOf(scope: string, key: string): string {
  return `idempotency_keys|answer|${scope}|${key}`;
}

async function forget(scope: string, key: string): Promise<void> {
  await withSystem(
    (tx) => tx.$executeRaw`delete from platform.idempotency_keys where scope = ${scope} and key = ${key}`,
  );
}
