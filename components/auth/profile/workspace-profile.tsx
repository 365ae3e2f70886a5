import { getTranslations } from "next-intl/server";
import { PreferencesCard } from "@/components/auth/profile/preferences-card";
import { Translations } from "@/components/i18n/translations";
import { Alert } from "@/components/ui/feedback/alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import type { Me } from "@/lib/auth/schema";

/** The profile of somebody whom their workspace's own identity provider vouches for: nothing that opens other doors. */
export async function WorkspaceProfile({ me }: { me: Me }) {
  const t = await getTranslations("profile");
  return (
    <>
      <PageHeader title={t("title")} description={me.email} />
      <Translations namespaces={["profile", "auth"]}>
        <div className="grid max-w-2xl gap-6">
          <Alert tone="info" title={t("workspaceSession.title")}>
            {t("workspaceSession.description")}
          </Alert>
          <PreferencesCard me={me} timeZones={Intl.supportedValuesOf("timeZone")} />
        </div>
      </Translations>
    </>
  );
}
