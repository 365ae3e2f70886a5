import { getTranslations } from "next-intl/server";
import { DocsFrame } from "@/components/docs/docs-frame";
import { ErrorList } from "@/components/docs/error-list";
import { Introduction } from "@/components/docs/introduction";
import { SiteShell } from "@/components/layout/site/site-shell";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { rootUrl } from "@/lib/tenancy/hosts";
import { apiDocument, endpointGroups } from "./reference";

export async function generateMetadata() {
  const t = await getTranslations("docs");
  return { title: t("title"), description: t("description") };
}

export default async function ApiReferencePage() {
  const t = await getTranslations("docs");
  return (
    <SiteShell>
      <DocsFrame groups={endpointGroups} current={null}>
        <header className="grid gap-3">
          <h1 className="font-semibold text-3xl tracking-tight">{t("title")}</h1>
          <p className="max-w-prose text-fg-muted text-lg">{t("description")}</p>
          <p>
            <ButtonLink href="/api/v1/openapi.json" external>
              {t("download")}
            </ButtonLink>
          </p>
        </header>
        <Introduction origin={new URL(rootUrl()).origin} />
        <ErrorList errors={apiDocument["x-error-codes"]} />
      </DocsFrame>
    </SiteShell>
  );
}
