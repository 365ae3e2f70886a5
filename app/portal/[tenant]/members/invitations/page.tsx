import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { InvitationsTable } from "@/components/invitations/invitations-table";
import { LinksCard } from "@/components/invitations/links/links-card";
import { MembersHeader } from "@/components/members/members-header";
import { listLinks } from "@/lib/access/invitations/links/list-links";
import { listInvitations } from "@/lib/access/invitations/list-invitations";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import { loadHeader } from "../load-header";

export async function generateMetadata() {
  const t = await getTranslations("members");
  return { title: t("tabs.invitations") };
}

export default async function InvitationsPage() {
  const ctx = await requireContext("members:read");
  const mayInvite = ctx.decide("members:invite").allowed;
  const [roles, header, first, links] = await Promise.all([
    listRoles(ctx),
    loadHeader(ctx),
    listInvitations(ctx, {}),
    mayInvite ? listLinks(ctx, {}) : null,
  ]);
  return (
    <>
      <MembersHeader roles={roles} {...header} />
      <Translations namespaces={["invitations", "roles"]}>
        <InvitationsTable first={first} roles={roles} />
        {links ? <LinksCard first={links} roles={roles.filter((role) => role.grantable)} /> : null}
      </Translations>
    </>
  );
}
