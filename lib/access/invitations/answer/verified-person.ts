import "server-only";
import type { TenantFacts, UserContext } from "@/lib/core/context";
import { NotFoundError, PermissionError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

export type VerifiedPerson = { id: string; email: string; firstName: string; lastName: string };

/**
 * The signed-in person's own row of the control plane: the address that counts is the one they proved.
 * @throws PermissionError reason email_unverified
 */
export async function verifiedPerson(ctx: UserContext): Promise<VerifiedPerson> {
  const user = await withSystem((tx) =>
    tx.user.findUnique({
      where: { id: ctx.actor.userId },
      select: { id: true, email: true, firstName: true, lastName: true, emailVerifiedAt: true },
    }),
  );
  if (!user) throw new NotFoundError("invitation");
  if (!user.emailVerifiedAt) throw new PermissionError("invitation", { reason: "email_unverified" });
  return user;
}

/** Who never chose a time zone starts with the workspace's. */
export async function adoptTimeZone(userId: string, { timeZone }: TenantFacts): Promise<void> {
  await withSystem((tx) =>
    tx.user.updateMany({
      where: { id: userId, timeZoneChosen: false },
      data: { timeZone, timeZoneChosen: true },
    }),
  );
}

export function fullName({ firstName, lastName, email }: VerifiedPerson): string {
  return `${firstName} ${lastName}`.trim() || email;
}
