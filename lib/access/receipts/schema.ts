import * as z from "zod";
import { fixDto } from "@/lib/access/decisions/schema";
import { roleKey } from "@/lib/access/roles/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";

/** How long a receipt is kept. */
export const KEEP_RECEIPTS_DAYS = 30;

const requestState = z.object({
  id: z.uuid(),
  status: z.enum(["pending", "granted", "dismissed"]),
  created_at: z.iso.datetime(),
});

export const receiptDto = z.object({
  id: z.uuid().meta({ description: "The decision_id of the answer." }),
  created_at: z.iso.datetime(),
  code: z.string(),
  reason: z.string().nullable(),
  subject: z.string().nullable().meta({ description: "The permission, feature or limit that was missing." }),
  message: z.string(),
  method: z.string(),
  route: z.string(),
  actor: z.object({ type: z.enum(["user", "api_key"]), id: z.uuid(), name: z.string() }),
  is_mine: z.boolean(),
  plan: z.string().meta({ description: "Empty outside a workspace." }),
  counter: z
    .object({
      used: z.number().int().nullable(),
      limit: z.number().int().nullable(),
      resets_at: z.iso.datetime().nullable(),
    })
    .nullable()
    .meta({ description: "What had been used of the limit at that moment." }),
});
export type ReceiptDto = z.infer<typeof receiptDto>;

export const receiptDetailDto = receiptDto.extend({
  fixes: z.array(fixDto),
  request: requestState.nullable().meta({ description: "What its holder has asked the admins." }),
  may_request: z.boolean(),
});
export type ReceiptDetail = z.infer<typeof receiptDetailDto>;

export const receiptPage = pageOf(receiptDto);
export type ReceiptPage = z.infer<typeof receiptPage>;

export const receiptListQuery = listQuery.extend({
  route: z.string().max(200).optional().meta({ description: "Only refusals of this route or page." }),
});
export type ReceiptListQuery = z.input<typeof receiptListQuery>;

const note = z
  .string()
  .trim()
  .max(300)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "text_printable");

export const accessWish = z.strictObject({ note: note.default("") });
export type AccessWish = z.input<typeof accessWish>;

export const accessRequestDto = z.object({
  id: z.uuid(),
  receipt_id: z.uuid(),
  status: z.enum(["pending", "granted", "dismissed"]),
  person: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  code: z.string(),
  subject: z.string(),
  note: z.string(),
  created_at: z.iso.datetime(),
  granted_role: z.string().nullable(),
  granted_until: z.iso.datetime().nullable(),
  decided_by: z.string(),
  decided_at: z.iso.datetime().nullable(),
});
export type AccessRequestDto = z.infer<typeof accessRequestDto>;

export const accessRequestPage = pageOf(accessRequestDto);
export type AccessRequestPage = z.infer<typeof accessRequestPage>;

export const accessRequestListQuery = listQuery.extend({
  status: z.enum(["pending", "granted", "dismissed"]).optional(),
});
export type AccessRequestListQuery = z.input<typeof accessRequestListQuery>;

export const accessVerdict = z.discriminatedUnion("decision", [
  z.strictObject({
    decision: z.literal("grant"),
    role: roleKey,
    expires_at: z.iso.datetime({ offset: true }).nullable().default(null),
  }),
  z.strictObject({ decision: z.literal("dismiss") }),
]);
export type AccessVerdict = z.input<typeof accessVerdict>;
