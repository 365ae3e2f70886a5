import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StatusPage } from "@/components/layout/site/status-page";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { rootUrl } from "@/lib/tenancy/hosts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.unknownWorkspace"))("title") };
}

export default async function UnknownWorkspacePage() {
  const t = await getTranslations("auth.unknownWorkspace");
  return (
    <StatusPage title={t("title")} description={t("description")}>
      <ButtonLink href={rootUrl("/workspaces")} external variant="primary">
        {t("workspaces")}
      </ButtonLink>
      <ButtonLink href={rootUrl("/")} external>
        {t("home")}
      </ButtonLink>
    </StatusPage>
  );
}
