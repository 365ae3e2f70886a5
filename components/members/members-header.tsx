import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { InviteButton } from "@/components/invitations/invite-button";
import type { RoleChoice } from "@/components/members/use-role-name";
import { SeatsAlert } from "@/components/seats/seats-alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { LinkTabs } from "@/components/ui/navigation/tabs";
import type { SeatsDto } from "@/lib/access/seats/schema";

type Props = {
  roles: readonly RoleChoice[];
  seats: SeatsDto;
  may: { invite: boolean; answer: boolean; upgrade: boolean };
};

/** Head and tabs of the three pages about people. */
export async function MembersHeader({ roles, seats, may }: Props) {
  const [t, tSeats] = await Promise.all([getTranslations("members"), getTranslations("seats")]);
  const { used, limit, pending } = seats;
  const taken =
    limit === null ? tSeats("unlimited", { used, pending }) : tSeats("used", { used, limit, pending });
  const upgradeHref = may.upgrade ? "/billing" : null;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={`${t("description")} ${taken}.`}
        actions={
          may.invite ? (
            <Translations namespaces={["invitations", "roles", "seats"]}>
              <InviteButton
                roles={roles.filter((role) => role.grantable)}
                seats={seats}
                upgradeHref={upgradeHref}
              />
            </Translations>
          ) : undefined
        }
      />
      <SeatsAlert seats={seats} upgradeHref={upgradeHref} />
      <LinkTabs
        label={t("tabs.label")}
        tabs={[
          { href: "/members", label: t("tabs.members") },
          { href: "/members/invitations", label: t("tabs.invitations") },
          { href: "/members/roles", label: t("tabs.roles") },
          ...(may.answer ? [{ href: "/members/requests", label: t("tabs.requests") }] : []),
        ]}
      />
    </>
  );
}
