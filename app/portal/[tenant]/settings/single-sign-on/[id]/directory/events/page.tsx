import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { EventsView } from "@/components/scim/events-view";
import { requireContext } from "@/lib/access/require-context";
import { readDirectory } from "../read-directory";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("scim.events");
  return { title: t("label") };
}

export default async function DirectoryEventsPage({ params }: Props) {
  const ctx = await requireContext("sso:read");
  const directory = await readDirectory(ctx, (await params).id);
  return (
    <Translations namespaces={["scim", "roles", "auth"]}>
      <EventsView directory={directory} />
    </Translations>
  );
}
