import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { InvitationsTable } from "@/components/invitations/invitations-table";
import { MembersHeader } from "@/components/members/members-header";
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
  const [roles, header, first] = await Promise.all([
    listRoles(ctx),
    loadHeader(ctx),
    listInvitations(ctx, {}),
  ]);
  return (
    <>
      <MembersHeader roles={roles} {...header} />
      <Translations namespaces={["invitations", "roles"]}>
        <InvitationsTable first={first} roles={roles} />
      </Translations>
    </>
  );
}
