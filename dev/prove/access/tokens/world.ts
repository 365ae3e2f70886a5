import { type OidcForger, startForger } from "@/dev/identity/forger";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { addMember, makeTenant, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { makeDirectory, type TestDirectory } from "@/lib/testing/scim-world";
import { registerPasskey, type SoftPasskey } from "@/lib/testing/soft-passkey";
import { makeOidcConnection, makeSamlConnection, type TestConnection } from "@/lib/testing/sso-world";
import { setSupportAccess } from "@/lib/testing/support-world";
import { TwoStepPerson } from "@/lib/testing/two-step-person";

export const ROOT = "atrium.localhost:3000";
export const INFO = { requestId: "proof", ip: "192.0.2.1", userAgent: "test" };

/** Somebody with every factor, and a session on the root host. */
export type Bearer = { user: TestUser; sessionId: string; cookie: string; passkey: SoftPasskey };

/** A workspace with a provider of each kind, a directory, and two people who could be mistaken for each other. */
export type World = {
  tenant: TestTenant;
  directory: TestDirectory;
  oidc: TestConnection;
  /** Not switched on yet: what a setup link is for. */
  draft: TestConnection;
  forger: OidcForger;
  person: Bearer;
  other: Bearer;
};

export async function makeWorld(): Promise<World> {
  const tenant = await makeTenant({ planKey: "enterprise" });
  await setSupportAccess(tenant, "allowed");
  const id = newId().slice(-12);
  const forger = await startForger();
  const directory = await makeDirectory(tenant, `saml-${id}.test`);
  const oidc = await makeOidcConnection(tenant, `oidc-${id}.test`, forger);
  const draft = await makeSamlConnection(tenant, `draft-${id}.test`, { status: "draft", enabledAt: null });
  const [person, other] = [await makeBearer(tenant), await makeBearer(tenant)];
  return { tenant, directory, oidc, draft, forger, person, other };
}

async function makeBearer(tenant: TestTenant): Promise<Bearer> {
  const somebody = await TwoStepPerson.make();
  await addMember(tenant, somebody.user, "tenant_admin");
  const browser = await somebody.firstStep();
  await somebody.connectApp(browser);
  const { passkey } = await registerPasskey(browser);
  const session = await withSystem((tx) =>
    createSession(tx, { userId: somebody.user.id, method: "password", mfa: true, info: INFO }),
  );
  const cookie = (await sealSession(session.sid, ROOT)).split(";")[0] ?? "";
  return { user: somebody.user, sessionId: session.id, cookie, passkey };
}

/** How often something may be tried is proved elsewhere, and must not be what refuses here. */
export async function forgetLimits(): Promise<void> {
  await systemPool().query(
    "delete from platform.rate_limits; delete from platform.factor_attempts; delete from platform.sign_in_guards",
  );
}
