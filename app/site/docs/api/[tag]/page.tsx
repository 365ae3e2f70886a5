import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DocsFrame } from "@/components/docs/docs-frame";
import { EndpointSection } from "@/components/docs/endpoint-section";
import { SiteShell } from "@/components/layout/site/site-shell";
import { rootUrl } from "@/lib/tenancy/hosts";
import { apiDocument, endpointGroups } from "../reference";

type Props = { params: Promise<{ tag: string }> };

async function groupOf(params: Props["params"]) {
  const { tag } = await params;
  return endpointGroups.find((group) => group.slug === tag) ?? notFound();
}

export async function generateMetadata({ params }: Props) {
  const [t, group] = await Promise.all([getTranslations("docs"), groupOf(params)]);
  return { title: `${group.tag} · ${t("title")}` };
}

export default async function ApiReferenceTagPage({ params }: Props) {
  const group = await groupOf(params);
  const origin = new URL(rootUrl()).origin;
  return (
    <SiteShell>
      <DocsFrame groups={endpointGroups} current={group.slug}>
        <h1 lang="en" className="font-semibold text-3xl tracking-tight">
          {group.tag}
        </h1>
        {group.endpoints.map((endpoint) => (
          <EndpointSection
            key={endpoint.operationId}
            endpoint={endpoint}
            document={apiDocument}
            origin={origin}
          />
        ))}
      </DocsFrame>
    </SiteShell>
  );
}
