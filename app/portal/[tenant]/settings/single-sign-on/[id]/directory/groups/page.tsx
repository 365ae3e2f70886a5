import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { GroupsView } from "@/components/scim/groups-view";
import { requireContext } from "@/lib/access/require-context";
import { readDirectory, readRoleChoices } from "../read-directory";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("scim.groups");
  return { title: t("label") };
}

export default async function DirectoryGroupsPage({ params }: Props) {
  const ctx = await requireContext("sso:read");
  const [directory, roles] = await Promise.all([readDirectory(ctx, (await params).id), readRoleChoices(ctx)]);
  return (
    <Translations namespaces={["scim", "roles", "auth"]}>
      <GroupsView directory={directory} roles={roles} mayManage={ctx.decide("sso:manage").allowed} />
    </Translations>
  );
}
