import { getTranslations } from "next-intl/server";
import { PreferencesCard } from "@/components/auth/profile/preferences-card";
import { Translations } from "@/components/i18n/translations";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import type { Me } from "@/lib/auth/schema";

type Props = {
  me: Me;
  /** Where the whole profile is, on Atrium's own address; null where this session does not reach it. */
  wholeAt: string | null;
};

/**
 * The profile where nothing may be changed that opens other doors: of somebody whom their workspace's own identity
 * provider vouches for, and on a workspace's own domain.
 */
export async function WorkspaceProfile({ me, wholeAt }: Props) {
  const t = await getTranslations("profile");
  const kind = wholeAt === null ? "workspaceSession" : "ownDomain";
  return (
    <>
      <PageHeader title={t("title")} description={me.email} />
      <Translations namespaces={["profile", "auth"]}>
        <div className="grid max-w-2xl gap-6">
          <Alert tone="info" title={t(`${kind}.title`)}>
            <p>{t(`${kind}.description`)}</p>
            {wholeAt ? (
              <ButtonLink href={wholeAt} external size="sm" className="mt-3">
                {t("ownDomain.open")}
              </ButtonLink>
            ) : null}
          </Alert>
          <PreferencesCard me={me} timeZones={Intl.supportedValuesOf("timeZone")} />
        </div>
      </Translations>
    </>
  );
}
