import { secretPlace } from "@/lib/auth/mfa/totp/internal";
import { hashPassword } from "@/lib/auth/passwords/hash-password";
import { newId } from "@/lib/core/ids";
import { seal } from "@/lib/infra/sealed-box";
import { withSystem } from "@/lib/tenancy/with-system";
import type { TestUser } from "@/lib/testing/make-tenant";

/** Known to everybody who reads this file: local mode only. */
export const PASSWORD = "welcome-to-atrium";
export const ADMIN_TOTP_SECRET = "ATRIUMLOCALDEMOSECRETKEYABCDEFGH";

export type PersonInput = { email: string; firstName: string; lastName: string; locale?: "en" | "nl" };

let passwordHash: Promise<string> | undefined;

/** A person with a proved address and the demo password; the same one on every run. */
export async function ensurePerson(input: PersonInput): Promise<TestUser> {
  passwordHash ??= hashPassword(PASSWORD);
  const hash = await passwordHash;
  const { email, firstName, lastName, locale = "en" } = input;
  return withSystem(async (tx) => {
    const user = await tx.user.upsert({
      where: { email },
      create: { id: newId(), email, firstName, lastName, locale, emailVerifiedAt: new Date() },
      update: {},
    });
    await tx.credential.upsert({
      where: { userId: user.id },
      create: { userId: user.id, passwordHash: hash },
      update: {},
    });
    return { id: user.id, email, name: `${user.firstName} ${user.lastName}` };
  });
}

/** The super admin of a local installation, with a second factor whose secret is printed. */
export async function ensureSuperAdmin(): Promise<TestUser> {
  const admin = await ensurePerson({ email: "admin@atrium.example", firstName: "Alex", lastName: "Beheer" });
  await withSystem(async (tx) => {
    await tx.user.update({
      where: { id: admin.id },
      data: { platformRole: "super_admin" },
      select: { id: true },
    });
    const secretSealed = seal(ADMIN_TOTP_SECRET, secretPlace(admin.id));
    await tx.totpFactor.upsert({
      where: { userId: admin.id },
      create: { userId: admin.id, secretSealed, confirmedAt: new Date() },
      update: {},
    });
  });
  return admin;
}
