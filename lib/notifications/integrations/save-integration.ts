import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { IntegrationModel } from "@/lib/infra/prisma/generated/models";
import { sealForTenant } from "@/lib/tenancy/vault/seal-for-tenant";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { assertAvailable, isProvedSender, presentIntegration, secretPlace, senderDomain } from "./internal";
import {
  CONFIGS,
  type IntegrationDto,
  type IntegrationInput,
  type IntegrationKind,
  integrationInput,
  SECRETS,
} from "./schema";

/**
 * Sets an integration up or changes the named parts of it. A secret is sealed under the workspace's own key and never
 * comes back; a new one replaces it. The first save needs everything.
 * @throws DomainError permission_denied, feature_unavailable; ValidationError
 */
export async function saveIntegration(
  ctx: TenantContext,
  kind: IntegrationKind,
  raw: IntegrationInput,
): Promise<IntegrationDto> {
  ctx.authorize("integrations:manage");
  assertAvailable(ctx.tenant.entitlements, kind);
  const input = integrationInput.parse(raw);
  const secret = input.secret === undefined ? undefined : check(SECRETS[kind], input.secret, "secret");
  const config =
    input.config === undefined ? undefined : check<object>(CONFIGS[kind], input.config, "config");
  if (config && "from" in config) await assertProvedSender(ctx, String(config.from));
  return withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const old = await lockIntegration(tx, kind);
    assertComplete(kind, old, { config, secret });
    const id = old?.id ?? newId();
    const sealed = secret === undefined ? {} : await sealSecret(ctx, id, secret);
    const data = {
      ...(input.enabled !== undefined && { enabled: input.enabled }),
      ...(config !== undefined && { config: { ...config } }),
      ...(input.events !== undefined && { events: [...new Set(input.events)] }),
      ...sealed,
      // What went wrong with the old settings says nothing about the new ones.
      ...((config ?? secret) !== undefined && { lastError: null, lastErrorAt: null }),
    };
    const row = await tx.integration.upsert({ where: { kind }, create: { id, kind, ...data }, update: data });
    await recordEvent(tx, ctx, {
      action: old ? "integration.updated" : "integration.connected",
      target: { type: "integration", id, label: kind },
      ...(old && { before: auditOf(old) }),
      after: { ...auditOf(row), ...(secret !== undefined && { secret: "replaced" }) },
    });
    return presentIntegration(kind, row, ctx.tenant.entitlements);
  });
}

function check<T>(schema: { safeParse(value: unknown): CheckResult<T> }, value: unknown, path: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ValidationError(
    result.error.issues.map((issue) => ({
      path: [path, ...issue.path.map(String)].join("."),
      code: /^[a-z_]+$/.test(issue.message) ? issue.message : "invalid",
      message: issue.message,
    })),
  );
}
type CheckResult<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };

async function lockIntegration(tx: TenantTx, kind: IntegrationKind): Promise<IntegrationModel | null> {
  await tx.$queryRaw`select id::text from "tenant".integrations where kind = ${kind} for update`;
  return tx.integration.findUnique({ where: { kind } });
}

function assertComplete(
  kind: IntegrationKind,
  old: IntegrationModel | null,
  given: { config: object | undefined; secret: string | undefined },
): void {
  const missing = [
    ...(given.secret === undefined && !old?.secretSealed ? ["secret"] : []),
    ...(given.config === undefined && !old && kind !== "slack" ? ["config"] : []),
  ];
  if (missing.length === 0) return;
  throw new ValidationError(missing.map((path) => ({ path, code: "required", message: "This is needed." })));
}

async function sealSecret(ctx: TenantContext, id: string, secret: string) {
  const by = ctx.actor.type === "user" ? ctx.actor.name || ctx.actor.email : ctx.actor.name;
  return {
    secretSealed: await sealForTenant(secretPlace(ctx.tenant.id, id), secret),
    // Four characters of a short secret would be half of it.
    secretLastFour: secret.length >= 16 ? secret.slice(-4) : "",
    secretSetAt: new Date(),
    secretSetByName: by.slice(0, 255),
  };
}

async function assertProvedSender(ctx: TenantContext, from: string): Promise<void> {
  if (await isProvedSender(ctx.tenant.id, from)) return;
  throw new ValidationError([
    {
      path: "config.from",
      code: "from_domain_unproved",
      message: `${senderDomain(from)} is not the domain of a verified address under Domains.`,
    },
  ]);
}

function auditOf(row: IntegrationModel): Record<string, unknown> {
  return { enabled: row.enabled, config: row.config, events: row.events };
}
