import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { InviteButton } from "@/components/invitations/invite-button";
import type { RoleChoice } from "@/components/members/use-role-name";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { LinkTabs } from "@/components/ui/navigation/tabs";

type Props = { roles: readonly RoleChoice[]; mayInvite: boolean; mayAnswer: boolean };

/** Head and tabs of the three pages about people. */
export async function MembersHeader({ roles, mayInvite, mayAnswer }: Props) {
  const t = await getTranslations("members");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          mayInvite ? (
            <Translations namespaces={["invitations", "roles"]}>
              <InviteButton roles={roles.filter((role) => role.grantable)} />
            </Translations>
          ) : undefined
        }
      />
      <LinkTabs
        label={t("tabs.label")}
        tabs={[
          { href: "/members", label: t("tabs.members") },
          { href: "/members/invitations", label: t("tabs.invitations") },
          { href: "/members/roles", label: t("tabs.roles") },
          ...(mayAnswer ? [{ href: "/members/requests", label: t("tabs.requests") }] : []),
        ]}
      />
    </>
  );
}
