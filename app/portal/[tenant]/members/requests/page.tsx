import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { MembersHeader } from "@/components/members/members-header";
import { RequestsTable } from "@/components/receipts/requests-table";
import { listAccessRequests } from "@/lib/access/receipts/requests/list-access-requests";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import { loadHeader } from "../load-header";

export async function generateMetadata() {
  const t = await getTranslations("members");
  return { title: t("tabs.requests") };
}

export default async function RequestsPage() {
  const ctx = await requireContext("members:update");
  const [roles, header, first] = await Promise.all([
    listRoles(ctx),
    loadHeader(ctx),
    listAccessRequests(ctx, {}),
  ]);
  return (
    <>
      <MembersHeader roles={roles} {...header} />
      <Translations namespaces={["receipts", "roles", "members"]}>
        <RequestsTable first={first} roles={roles} />
      </Translations>
    </>
  );
}
