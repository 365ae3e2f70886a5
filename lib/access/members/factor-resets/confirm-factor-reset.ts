import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { type Home, soleHome } from "@/lib/auth/mfa/lost-access/sole-home";
import { consumeToken } from "@/lib/auth/tokens/consume-token";
import { linkExpired } from "@/lib/auth/tokens/link-expired";
import type { RequestInfo } from "@/lib/core/context";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { adminUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

/**
 * The person followed the mailed link: whoever may reset their second step is asked to, by mail and on the members
 * page. That is the admins of their only workspace, else the super admins.
 * @throws ConflictError link_expired
 */
export async function confirmFactorReset(info: RequestInfo, input: { token: string }): Promise<void> {
  const asked = await withSystem(async (tx) => {
    const taken = await consumeToken(tx, { kind: "factor_reset", token: input.token });
    const person = taken && (await tx.user.findUnique({ where: { id: taken.userId, status: "active" } }));
    if (!person) throw linkExpired();
    await tx.$executeRaw`
      insert into platform.factor_resets (user_id) values (${person.id}::uuid)
      on conflict (user_id) do update set asked_at = now()`;
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "sign-in" } },
      { action: "user.factor_reset_asked", target: { type: "user", id: person.id, label: person.email } },
    );
    return { person, home: await soleHome(tx, person.id) };
  });
  const { person, home } = asked;
  const name = `${person.firstName} ${person.lastName}`.trim() || person.email;
  const helpers = home ? await adminsOf(home, person.email) : [];
  await withSystem(async (tx) => {
    const isPlatform = helpers.length === 0;
    for (const helper of isPlatform ? await superAdmins(tx) : helpers) {
      await enqueueMail(tx, {
        template: "two_step_reset_asked",
        to: helper.email,
        locale: helper.locale,
        data: {
          name,
          email: person.email,
          tenantName: isPlatform ? null : (home?.name ?? null),
          url: isPlatform || !home ? adminUrl("/tenants") : tenantUrl(home.slug, "/members"),
        },
      });
    }
  });
}

type Helper = { email: string; locale: "en" | "nl" };

/** Nobody is asked to reset their own. */
async function adminsOf(home: Home, except: string): Promise<Helper[]> {
  const admins = (await listAdmins(home.id)).filter(({ email }) => email !== except);
  const people = await withSystem((tx) =>
    tx.user.findMany({
      where: { email: { in: admins.map(({ email }) => email) } },
      select: { email: true, locale: true },
    }),
  );
  return people.map(({ email, locale }) => ({ email, locale: locale === "nl" ? "nl" : "en" }));
}

async function superAdmins(tx: SystemTx): Promise<Helper[]> {
  const people = await tx.user.findMany({
    where: { platformRole: "super_admin", status: "active" },
    select: { email: true, locale: true },
  });
  return people.map(({ email, locale }) => ({ email, locale: locale === "nl" ? "nl" : "en" }));
}
