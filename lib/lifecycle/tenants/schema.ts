import * as z from "zod";
import { slugSchema } from "../slugs/schema";

/** One line of printable text, trimmed. */
const nameSchema = z
  .string()
  .trim()
  .min(2)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "Use printable characters only.");

export const localeSchema = z.enum(["en", "nl"]);

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, "Use a time zone such as Europe/Amsterdam.");

/** How dates, numbers and amounts are written; `locale` follows each reader's language. */
export const dateFormat = z.enum(["locale", "dmy", "mdy", "iso"]);
export const numberFormat = z.enum(["locale", "comma", "point", "space"]);
export const weekStart = z.enum(["monday", "sunday", "saturday"]);
export const currencyDisplay = z.enum(["symbol", "code"]);

export const createTenantInput = z.strictObject({
  name: nameSchema,
  slug: slugSchema,
  locale: localeSchema.default("en"),
  time_zone: timeZoneSchema.default("Europe/Amsterdam"),
});
export type CreateTenantInput = z.input<typeof createTenantInput>;

export const updateTenantInput = z
  .strictObject({
    name: nameSchema.optional(),
    locale: localeSchema.optional(),
    time_zone: timeZoneSchema.optional(),
    date_format: dateFormat.optional(),
    number_format: numberFormat.optional(),
    week_start: weekStart.optional(),
    currency_display: currencyDisplay.optional(),
  })
  .refine((input) => Object.keys(input).length > 0, "Name at least one field.");
export type UpdateTenantInput = z.input<typeof updateTenantInput>;

export const tenantDto = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  url: z.url(),
  plan_type: z.string(),
  status: z.string(),
  locale: localeSchema,
  time_zone: z.string(),
  date_format: dateFormat,
  number_format: numberFormat,
  week_start: weekStart,
  currency_display: currencyDisplay,
  /** When a workspace in deletion is erased for good. */
  delete_after: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type TenantDto = z.output<typeof tenantDto>;

/** A tenant as one of its members sees it in a list. */
export const myTenantDto = tenantDto.extend({
  account_role: z.enum(["owner", "billing_admin", "viewer"]).nullable(),
});
export type MyTenantDto = z.output<typeof myTenantDto>;

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return /^[A-Za-z]/.test(value);
  } catch {
    return false;
  }
}
