import "server-only";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { isLocale, isTheme } from "@/lib/core/locale";
import { withSystem } from "@/lib/tenancy/with-system";
import type { Me } from "../schema";

/**
 * The signed-in person as they see themselves.
 * @throws NotFoundError when the person was deleted meanwhile
 */
export async function getMe(ctx: UserContext): Promise<Me> {
  const user = await withSystem((tx) =>
    tx.user.findUnique({
      where: { id: ctx.actor.userId },
      include: {
        credential: { select: { userId: true } },
        totpFactor: { select: { confirmedAt: true } },
        avatar: { select: { hash: true } },
        _count: { select: { passkeys: true } },
      },
    }),
  );
  if (!user) throw new NotFoundError("user");
  const totp = user.totpFactor?.confirmedAt != null;
  return {
    id: user.id,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    avatar: user.avatar?.hash ?? null,
    locale: isLocale(user.locale) ? user.locale : "en",
    theme: isTheme(user.theme) ? user.theme : "system",
    time_zone: user.timeZone,
    platform_role: user.platformRole === "super_admin" ? "super_admin" : "user",
    has_password: user.credential !== null,
    mfa_enabled: totp || user._count.passkeys > 0,
    totp_enabled: totp,
    passkeys: user._count.passkeys,
    created_at: user.createdAt.toISOString(),
  };
}
