import * as z from "zod";
import { hasControl } from "@/lib/core/has-control";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const agentName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((value) => !hasControl(value), "invalid");
const agentDescription = z.string().trim().max(500);

export const newAgent = z.strictObject({
  catalogue_key: z.string().min(1).max(60),
  name: agentName,
  description: agentDescription.default(""),
});
export type NewAgent = z.input<typeof newAgent>;

/** PUT changes the fields it names. */
export const agentChange = z
  .strictObject({ name: agentName.optional(), description: agentDescription.optional() })
  .refine((change) => change.name !== undefined || change.description !== undefined, {
    message: "Name a field to change.",
    params: { reason: "nothing_to_change" },
  });
export type AgentChange = z.input<typeof agentChange>;

export const agentStatus = z.enum(["draft", "active", "paused", "error", "archived"]);
export type AgentStatus = z.infer<typeof agentStatus>;

/** What `PUT /agents/{id}/status` can ask for. */
export const agentStatusChange = z.strictObject({ status: z.enum(["active", "archived"]) });

export const agentDto = z.object({
  id: z.uuid(),
  catalogue_key: z.string(),
  name: z.string(),
  description: z.string(),
  status: agentStatus,
  config_version: z.number().int(),
  created_by: z.object({ id: z.uuid().nullable(), name: z.string() }),
  archived_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type AgentDto = z.infer<typeof agentDto>;

export const agentDetail = agentDto.extend({
  configuration: z.object({
    version: z.number().int(),
    values: z.record(z.string(), z.unknown()),
    created_at: z.iso.datetime(),
  }),
});
export type AgentDetail = z.infer<typeof agentDetail>;

export const agentPage = pageOf(agentDto);
export type AgentPage = z.infer<typeof agentPage>;

export const agentListQuery = listQuery.extend({
  q: z.string().trim().max(100).optional(),
  status: agentStatus.optional(),
});
export type AgentListQuery = z.input<typeof agentListQuery>;

export const catalogueEntry = z.object({
  key: z.string(),
  name: z.string(),
  category: z.string(),
  icon: z.string(),
  description: z.object({ en: z.string(), nl: z.string() }),
  /** The account's plan includes it. */
  available: z.boolean(),
  /** Smallest plan that includes it. */
  required_plan: z.string().nullable(),
});
export type CatalogueEntry = z.infer<typeof catalogueEntry>;

export const agentActivity = z.object({
  id: z.uuid(),
  action: z.string(),
  actor_label: z.string(),
  occurred_at: z.iso.datetime(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type AgentActivity = z.infer<typeof agentActivity>;
