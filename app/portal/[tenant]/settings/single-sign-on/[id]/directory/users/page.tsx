import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { UsersView } from "@/components/scim/users-view";
import { requireContext } from "@/lib/access/require-context";
import { readDirectory, readRoleChoices } from "../read-directory";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("scim.users");
  return { title: t("label") };
}

export default async function DirectoryUsersPage({ params }: Props) {
  const ctx = await requireContext("sso:read");
  const [directory, roles] = await Promise.all([readDirectory(ctx, (await params).id), readRoleChoices(ctx)]);
  return (
    <Translations namespaces={["scim", "roles", "auth"]}>
      <UsersView directory={directory} roles={roles} />
    </Translations>
  );
}
