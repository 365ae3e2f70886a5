import * as z from "zod";
import { roleKey } from "@/lib/access/roles/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";

/** A workspace that a person may ask to join. Shown only to people with a proved address in a domain that it has proved. */
export const joinOfferDto = z.object({
  id: z.uuid(),
  name: z.string(),
  domain: z.string(),
  asked: z.boolean(),
});
export type JoinOfferDto = z.infer<typeof joinOfferDto>;
export const joinOffers = z.object({ data: z.array(joinOfferDto) });

export const MAX_NOTE = 300;
const note = z
  .string()
  .trim()
  .max(MAX_NOTE)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "text_printable");
export const membershipWish = z.strictObject({ note: note.default("") });
export type MembershipWish = z.input<typeof membershipWish>;

/** `closed`: the person became a member in another way before anybody answered. */
export const requestStatus = z.enum(["pending", "approved", "declined", "closed"]);

export const membershipRequestDto = z.object({
  id: z.uuid(),
  status: requestStatus,
  person: z.object({ name: z.string(), email: z.string() }),
  note: z.string(),
  role: z.string().nullable(),
  decided_by: z.string(),
  decided_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});
export type MembershipRequestDto = z.infer<typeof membershipRequestDto>;
export const membershipRequestPage = pageOf(membershipRequestDto);
export type MembershipRequestPage = z.infer<typeof membershipRequestPage>;
export const membershipRequestListQuery = listQuery.extend({ status: requestStatus.optional() });
export type MembershipRequestListQuery = z.input<typeof membershipRequestListQuery>;

export const membershipVerdict = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("approve"), role: roleKey }),
  z.strictObject({ decision: z.literal("decline") }),
]);
export type MembershipVerdict = z.input<typeof membershipVerdict>;

export const joinSettingInput = z.strictObject({ enabled: z.boolean() });
export type JoinSettingInput = z.input<typeof joinSettingInput>;
export const joinSettingDto = z.object({
  enabled: z.boolean(),
  domains: z.array(z.string()).meta({ description: "Proved domains: people with an address there may ask." }),
});
export type JoinSettingDto = z.infer<typeof joinSettingDto>;
