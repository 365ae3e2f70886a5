import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { DirectoryView } from "@/components/scim/directory-view";
import { requireContext } from "@/lib/access/require-context";
import { getConnection } from "@/lib/access/single-sign-on/connections/get-connection";
import { readDirectory } from "./read-directory";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("scim");
  return { title: t("title") };
}

export default async function DirectoryPage({ params }: Props) {
  const ctx = await requireContext("sso:read");
  const directory = await readDirectory(ctx, (await params).id);
  const connection = await getConnection(ctx, directory.connection_id);
  return (
    <Translations namespaces={["scim", "sso", "auth"]}>
      <DirectoryView
        directory={directory}
        isReady={connection.status === "enabled"}
        mayManage={ctx.decide("sso:manage").allowed}
      />
    </Translations>
  );
}
