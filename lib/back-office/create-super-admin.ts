import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { clearFactors } from "@/lib/auth/mfa/clear-factors";
import { hasFactor } from "@/lib/auth/mfa/has-factor";
import { assertPassword } from "@/lib/auth/passwords/assert-password";
import { assertUnbreached } from "@/lib/auth/passwords/assert-unbreached";
import { hashPassword } from "@/lib/auth/passwords/hash-password";
import { revokeSessions } from "@/lib/auth/revoke-sessions";
import { emailField } from "@/lib/auth/schema";
import type { RequestInfo, SystemActor } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { newToken } from "@/lib/infra/tokens";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

export type SuperAdminInput = {
  email: string;
  name?: string | undefined;
  /** A new password; made up for a person who has none. */
  password?: string | undefined;
  /** Forgets the authenticator app, passkeys and recovery codes of somebody who lost them. */
  resetAuthenticator?: boolean | undefined;
};

export type SuperAdmin = {
  email: string;
  /** Whether the person is new here. */
  created: boolean;
  /** The password that was made up. It is kept nowhere: show it once. */
  generatedPassword: string | null;
  /** Whether signing in starts with connecting an authenticator app. */
  mustEnrol: boolean;
};

const COMMAND: RequestInfo & { actor: SystemActor } = {
  requestId: "admin:create",
  ip: null,
  userAgent: null,
  actor: { type: "system", name: "admin:create" },
};

/**
 * Makes a super admin, or makes a known person one. All their sessions end: the next sign-in asks for, or sets up, the
 * second factor. For the command line of the operator; no request leads here.
 * @throws ValidationError for a weak password, ZodError for an address that is none; ConflictError for a disabled person
 */
export async function createSuperAdmin(input: SuperAdminInput): Promise<SuperAdmin> {
  const email = emailField.parse(input.email);
  const { firstName, lastName } = splitName(input.name ?? "");
  if (input.password !== undefined) {
    assertPassword(input.password, [email, firstName, lastName]);
    await assertUnbreached(input.password);
  }
  const generated = newToken();
  const hash = await hashPassword(input.password ?? generated);
  return withSystem(async (tx) => {
    const known = await tx.user.findUnique({ where: { email }, include: { credential: true } });
    if (known && known.status !== "active") throw new ConflictError("This person is disabled.");
    const needsPassword = input.password !== undefined || !known?.credential;
    const user = await tx.user.upsert({
      where: { email },
      create: {
        id: newId(),
        email,
        firstName,
        lastName,
        platformRole: "super_admin",
        emailVerifiedAt: new Date(),
      },
      update: { platformRole: "super_admin", ...(input.name && { firstName, lastName }) },
    });
    if (needsPassword) await storePassword(tx, user.id, hash);
    if (input.resetAuthenticator) await clearFactors(tx, user.id);
    await revokeSessions(tx, { userId: user.id });
    await tx.authToken.updateMany({ where: { userId: user.id, usedAt: null }, data: { usedAt: new Date() } });
    await recordPlatformEvent(tx, COMMAND, {
      action: known ? "user.super_admin_granted" : "user.super_admin_created",
      target: { type: "user", id: user.id, label: email },
      before: { platform_role: known?.platformRole ?? null },
      after: {
        platform_role: "super_admin",
        password_set: needsPassword,
        authenticator_reset: input.resetAuthenticator === true,
      },
    });
    return {
      email,
      created: known === null,
      generatedPassword: needsPassword && input.password === undefined ? generated : null,
      mustEnrol: !(await hasFactor(tx, user.id)),
    };
  });
}

function splitName(name: string): { firstName: string; lastName: string } {
  const [firstName = "", ...rest] = name.trim().split(/\s+/);
  return { firstName: firstName.slice(0, 100), lastName: rest.join(" ").slice(0, 100) };
}

async function storePassword(tx: SystemTx, userId: string, passwordHash: string): Promise<void> {
  await tx.credential.upsert({
    where: { userId },
    create: { userId, passwordHash },
    update: { passwordHash },
    select: { userId: true },
  });
}
