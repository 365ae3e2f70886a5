import "server-only";
import type { TenantFacts } from "@/lib/core/context";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { IntegrationJob } from "../job";
import type { IntegrationEvent } from "../schema";

const TEXTS: Record<"en" | "nl", Record<IntegrationEvent, (actor: string, name: string) => string>> = {
  en: {
    "member.joined": (_actor, name) => `${name} joined`,
    "agent.created": (actor, name) => `${actor} created the agent ${name}`,
    "agent.archived": (actor, name) => `${actor} archived the agent ${name}`,
    "api_key.created": (actor, name) => `${actor} created the API key ${name}`,
  },
  nl: {
    "member.joined": (_actor, name) => `${name} is lid geworden`,
    "agent.created": (actor, name) => `${actor} maakte de agent ${name}`,
    "agent.archived": (actor, name) => `${actor} archiveerde de agent ${name}`,
    "api_key.created": (actor, name) => `${actor} maakte de API-sleutel ${name}`,
  },
};

/** One line for a channel. Names are people's own words: Slack's control characters are taken out of them. */
export function slackText(
  tenant: Pick<TenantFacts, "slug" | "name" | "locale">,
  job: IntegrationJob,
): string {
  const text = TEXTS[tenant.locale][job.event](plain(job.actor), plain(job.target.name));
  return `${text} (<${tenantUrl(tenant.slug)}|${plain(tenant.name)}>)`;
}

/** Slack's own escapes, so that no name becomes a link or a mention. */
function plain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("|", "¦");
}
