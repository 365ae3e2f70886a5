import * as z from "zod";
import { type listQuery, pageOf } from "@/lib/core/list-query";

export const INTEGRATION_KINDS = ["slack", "webhook", "s3", "smtp", "llm"] as const;
export const integrationKind = z.enum(INTEGRATION_KINDS);
export type IntegrationKind = z.output<typeof integrationKind>;

/** Plan levels (`integrations` of the plan table) that include each kind, and the smallest plan that does. */
export const KIND_LEVELS: Record<IntegrationKind, { levels: readonly string[]; plan: string }> = {
  slack: { levels: ["basic", "full", "custom"], plan: "Starter" },
  webhook: { levels: ["basic", "full", "custom"], plan: "Starter" },
  s3: { levels: ["full", "custom"], plan: "Professional" },
  smtp: { levels: ["full", "custom"], plan: "Professional" },
  llm: { levels: ["full", "custom"], plan: "Professional" },
};

/** What Slack and webhooks can be told of. */
export const INTEGRATION_EVENTS = [
  "member.joined",
  "agent.created",
  "agent.archived",
  "api_key.created",
] as const;
export type IntegrationEvent = (typeof INTEGRATION_EVENTS)[number];

const webAddress = z.string().trim().max(500).pipe(z.url("url_invalid"));
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "invalid");

/** What of each kind is no secret. */
export const CONFIGS = {
  slack: z.strictObject({}),
  webhook: z.strictObject({ url: webAddress }),
  s3: z.strictObject({
    endpoint: webAddress,
    region: line(50),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "invalid"),
    access_key_id: line(128),
  }),
  smtp: z.strictObject({
    host: line(253),
    port: z.int().refine((port) => [25, 465, 587, 2525].includes(port), "port_not_allowed"),
    user: line(255),
    from: z.email("email_invalid").max(254),
    from_name: line(100),
  }),
  llm: z.strictObject({ base_url: webAddress, model: line(100) }),
} as const;
export type ConfigOf<K extends IntegrationKind> = z.output<(typeof CONFIGS)[K]>;

/** What the secret of each kind looks like; all of it is checked again when it is used. */
export const SECRETS: Record<IntegrationKind, z.ZodType<string, string>> = {
  slack: webAddress,
  webhook: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, "webhook_secret_invalid"),
  s3: line(200),
  smtp: line(200),
  llm: line(500),
};

export const integrationInput = z.strictObject({
  enabled: z.boolean().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  secret: z.string().min(1).max(500).optional().meta({ description: "Stored sealed and never shown again." }),
  events: z.array(z.enum(INTEGRATION_EVENTS)).max(INTEGRATION_EVENTS.length).optional(),
});
export type IntegrationInput = z.input<typeof integrationInput>;

export const integrationDto = z.object({
  kind: integrationKind,
  available: z.boolean().meta({ description: "Whether the plan includes it." }),
  plan: z.string().meta({ description: "The smallest plan that does." }),
  configured: z.boolean(),
  enabled: z.boolean(),
  config: z.record(z.string(), z.unknown()),
  events: z.array(z.string()),
  credential: z
    .object({ last_four: z.string(), set_at: z.iso.datetime(), set_by: z.string() })
    .nullable()
    .meta({ description: "What may be known of the secret." }),
  last_used_at: z.iso.datetime().nullable(),
  last_error: z.string().nullable(),
  last_error_at: z.iso.datetime().nullable(),
});
export type IntegrationDto = z.output<typeof integrationDto>;
export const integrationList = z.object({ data: z.array(integrationDto) });

export const testResult = z.object({
  ok: z.boolean(),
  duration_ms: z.int(),
  status: z.int().nullable().meta({ description: "HTTP status of the other side, where it speaks HTTP." }),
  reason: z.string().nullable(),
});
export type TestResult = z.output<typeof testResult>;

export const deliveryDto = z.object({
  id: z.uuid(),
  event: z.string(),
  event_id: z.uuid(),
  attempt: z.int(),
  succeeded: z.boolean(),
  response_status: z.int().nullable(),
  duration_ms: z.int(),
  reason: z.string().nullable(),
  created_at: z.iso.datetime(),
});
export type DeliveryDto = z.output<typeof deliveryDto>;
export const deliveryPage = pageOf(deliveryDto);
export type DeliveryPage = z.output<typeof deliveryPage>;
export type DeliveryListQuery = z.input<typeof listQuery>;
