import { Bot, Database, Mail, MessageSquare, Webhook } from "lucide-react";
import type { IntegrationKind } from "@/lib/notifications/integrations/schema";

export const ICONS = { slack: MessageSquare, webhook: Webhook, s3: Database, smtp: Mail, llm: Bot } as const;

/** Fields of each kind beside its secret; `isNumber` is sent as one. */
export const FIELDS = {
  slack: [],
  webhook: [{ name: "url", example: "https://example.com/hooks/atrium" }],
  s3: [
    { name: "endpoint", example: "https://s3.eu-central-1.amazonaws.com" },
    { name: "region", example: "eu-central-1" },
    { name: "bucket", example: "acme-exports" },
    { name: "access_key_id", example: "AKIA…" },
  ],
  smtp: [
    { name: "host", example: "smtp.example.com" },
    { name: "port", example: "587", isNumber: true },
    { name: "user", example: "atrium@example.com" },
    { name: "from", example: "team@example.com" },
    { name: "from_name", example: "Acme" },
  ],
  llm: [
    { name: "base_url", example: "https://api.example.com/v1" },
    { name: "model", example: "gpt-5-mini" },
  ],
} as const satisfies Record<
  IntegrationKind,
  readonly { name: string; example: string; isNumber?: boolean }[]
>;

/** Kinds that are told of events. */
export function hearsEvents(kind: IntegrationKind): boolean {
  return kind === "slack" || kind === "webhook";
}
