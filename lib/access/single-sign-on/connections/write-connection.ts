import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import { sealClientSecret } from "@/lib/auth/sso/find-connection";
import { addSsoKey } from "@/lib/auth/sso/keys/add-sso-key";
import { type OidcSettings, oidcSettings, type SamlSettings, samlSettings } from "@/lib/auth/sso/schema";
import { ConflictError, ValidationError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import type { SsoConnectionDto, UpdateConnection } from "../schema";
import { type ConnectionRow, findOwn, presentConnection, type SsoScope } from "./own-connection";
import { readOidc, readSaml } from "./read-provider";

/**
 * Writes the named parts of a connection, whoever was let do so. Another provider's side makes a draft of a connection
 * that is not switched on. `holding` runs the writing itself, under whatever it has to hold meanwhile.
 * @throws NotFoundError; ConflictError sso_changed; ValidationError as readOidc and readSaml, kind_fixed,
 *   client_secret_required
 */
export async function writeConnection(
  ctx: SsoScope,
  before: ConnectionRow,
  input: UpdateConnection,
  holding: (work: () => Promise<SsoConnectionDto>) => Promise<SsoConnectionDto> = (work) => work(),
): Promise<SsoConnectionDto> {
  // The provider is asked outside of any lock.
  const provider = await readProvider(before, input);
  return holding(() => write(ctx, before, input, provider));
}

function write(
  ctx: SsoScope,
  before: ConnectionRow,
  input: UpdateConnection,
  provider: Prisma.SsoConnectionUpdateManyMutationInput,
): Promise<SsoConnectionDto> {
  const { id } = before;
  return withSystem(async (tx) => {
    // What was allowed for the state that was read must not meet another: it may have been switched on since.
    const { count } = await tx.ssoConnection.updateMany({
      where: { id, tenantId: ctx.tenant.id, status: before.status, enabledAt: before.enabledAt },
      data: { ...plainParts(input), ...provider },
    });
    if (count === 0) {
      await findOwn(tx, ctx, id);
      throw new ConflictError("Somebody else changed this connection.", { reason: "sso_changed" });
    }
    const row = await findOwn(tx, ctx, id);
    const [was, is] = [presentConnection(before), presentConnection(row)];
    const forgotten = providerOf(was) === providerOf(is) ? 0 : await forgetPeople(tx, ctx, id);
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
          ...(forgotten > 0 && { people_forgotten: forgotten }),
        },
      });
    }
    return { ...is, people: is.people - forgotten };
  });
}

/** Who vouches for people. */
function providerOf({ oidc, saml }: SsoConnectionDto): string | null {
  return oidc?.issuer ?? saml?.entity_id ?? null;
}

/** What one provider calls a subject is somebody else at another: they are recognised anew, by their address. */
async function forgetPeople(tx: SystemTx, ctx: SsoScope, connectionId: string): Promise<number> {
  const { count } = await tx.ssoIdentity.deleteMany({ where: { tenantId: ctx.tenant.id, connectionId } });
  return count;
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
  await addSsoKey(before.tenantId, "current");
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
