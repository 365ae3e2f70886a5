import "server-only";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { recordEvent } from "@/lib/audit/record-event";
import { sealClientSecret } from "@/lib/auth/sso/find-connection";
import { type OidcSettings, oidcSettings, type SamlSettings, samlSettings } from "@/lib/auth/sso/schema";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import {
  type SsoConnectionDto,
  type UpdateConnection,
  type UpdateConnectionInput,
  updateConnectionInput,
} from "../schema";
import { assertManager, type ConnectionRow, findOwn, presentConnection } from "./own-connection";
import { readOidc, readSaml } from "./read-provider";

/**
 * Changes the named parts of a connection. Roles may only be those that the editor could give. Another provider's side
 * makes a draft of a connection that is not switched on: it has to be tested again.
 * @throws DomainError permission_denied, feature_unavailable, step_up_required (while it is switched on); NotFoundError;
 *   ValidationError as readOidc and readSaml, kind_fixed, client_secret_required, unknown_role
 */
export async function updateConnection(
  ctx: TenantContext,
  id: string,
  raw: UpdateConnectionInput,
): Promise<SsoConnectionDto> {
  assertManager(ctx, { recent: false });
  const input = updateConnectionInput.parse(raw);
  const before = await withSystem((tx) => findOwn(tx, ctx, id));
  if (before.status === "enabled") assertManager(ctx, { recent: true });
  const provider = await readProvider(before, input);
  await assertRoles(ctx, input);
  return withSystem(async (tx) => {
    const { count } = await tx.ssoConnection.updateMany({
      where: { id, tenantId: ctx.tenant.id },
      data: { ...plainParts(input), ...provider },
    });
    if (count === 0) await findOwn(tx, ctx, id);
    const row = await findOwn(tx, ctx, id);
    const [was, is] = [presentConnection(before), presentConnection(row)];
    const changed = (
      ["name", "oidc", "saml", "attributes", "group_roles", "default_role", "jit", "second_factor"] as const
    ).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
    if (changed.length > 0 || input.oidc?.client_secret) {
      await recordEvent(tx, ctx, {
        action: "sso.connection_updated",
        target: { type: "sso_connection", id, label: row.name },
        before: Object.fromEntries(changed.map((key) => [key, was[key]])),
        after: {
          ...Object.fromEntries(changed.map((key) => [key, is[key]])),
          ...(input.oidc?.client_secret && { client_secret: "replaced" }),
        },
      });
    }
    return is;
  });
}

function plainParts(input: UpdateConnection): Prisma.SsoConnectionUpdateManyMutationInput {
  return {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.attributes && { attributes: input.attributes }),
    ...(input.group_roles && { groupRoles: input.group_roles }),
    ...(input.default_role !== undefined && { defaultRole: input.default_role }),
    ...(input.jit !== undefined && { jit: input.jit }),
    ...(input.second_factor !== undefined && { secondFactor: input.second_factor }),
  };
}

async function readProvider(
  before: ConnectionRow,
  input: UpdateConnection,
): Promise<Prisma.SsoConnectionUpdateManyMutationInput> {
  const given = input.oidc ? "oidc" : input.saml ? "saml" : null;
  if (given === null) return {};
  if (given !== before.kind || (input.oidc && input.saml)) {
    throw new ValidationError([
      { path: given, code: "kind_fixed", message: "A connection keeps its protocol: make another one." },
    ]);
  }
  // People who are recognised keep signing in while certificates or secrets are renewed.
  const status = before.status === "enabled" ? {} : { status: "draft", testedAt: null };
  if (input.oidc) return { ...status, ...(await oidcParts(before, input.oidc)) };
  const settings = await readSaml(input.saml ?? {}, samlSettings.safeParse(before.settings).data);
  return { ...status, ...samlParts(settings) };
}

async function oidcParts(before: ConnectionRow, input: NonNullable<UpdateConnection["oidc"]>) {
  if (!input.client_secret && before.secretSealed === null) {
    throw new ValidationError([
      { path: "oidc.client_secret", code: "client_secret_required", message: "Write the client's secret." },
    ]);
  }
  const settings: OidcSettings = await readOidc(input);
  const known = oidcSettings.safeParse(before.settings).data;
  // A secret that is kept goes only where it always went.
  if (!input.client_secret && known && known.issuer !== settings.issuer) {
    throw new ValidationError([
      {
        path: "oidc.client_secret",
        code: "client_secret_required",
        message: "Another issuer needs its own client secret.",
      },
    ]);
  }
  return {
    settings,
    ...(input.client_secret && { secretSealed: sealClientSecret(before.id, input.client_secret) }),
  };
}

function samlParts(settings: SamlSettings) {
  const last = Math.max(...settings.certificates.map(({ not_after }) => Date.parse(not_after)));
  return { settings, certificateExpiresAt: new Date(last), certificateWarnedDays: null };
}

async function assertRoles(ctx: TenantContext, input: UpdateConnection): Promise<void> {
  const keys = [...(input.group_roles ?? []).map(({ role }) => role), input.default_role];
  const distinct = [...new Set(keys.filter((key) => key !== undefined))];
  if (distinct.length === 0) return;
  await withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    for (const key of distinct) await findGrantableRole(tx, ctx, key);
  });
}
