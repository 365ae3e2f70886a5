import * as z from "zod";
import { roleKey } from "@/lib/access/roles/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const MAX_LINK_USES = 200;
export const MAX_LINK_DAYS = 30;
export const MAX_OPEN_LINKS = 20;

const mailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .transform((value) => value.replace(/^@/, ""))
  .pipe(
    z
      .string()
      .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, "domain_invalid"),
  );

export const linkInput = z.strictObject({
  role: roleKey.meta({ description: "At most a developer's rank, and nothing that you lack." }),
  domains: z.array(mailDomain).min(1, "domain_invalid").max(20).meta({
    description: "Domains of the addresses that may use the link.",
  }),
  max_uses: z.int().min(1).max(MAX_LINK_USES),
  days: z.int().min(1).max(MAX_LINK_DAYS),
});
export type LinkInput = z.input<typeof linkInput>;

export const linkStatus = z.enum(["open", "used_up", "expired", "revoked"]);
export type LinkStatus = z.infer<typeof linkStatus>;

export const linkDto = z.object({
  id: z.uuid(),
  role: z.string(),
  domains: z.array(z.string()),
  uses: z.number().int(),
  max_uses: z.number().int(),
  status: linkStatus,
  created_by: z.object({ id: z.uuid(), name: z.string() }),
  expires_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
});
export type LinkDto = z.infer<typeof linkDto>;
export const linkPage = pageOf(linkDto);
export type LinkPage = z.infer<typeof linkPage>;
export const linkListQuery = listQuery;
export type LinkListQuery = z.input<typeof linkListQuery>;

/** The address is shown this once. */
export const createdLink = z.object({ link: linkDto, url: z.url() });
export type CreatedLink = z.infer<typeof createdLink>;

/** What a link is worth to whoever looks. `withdrawn`: whoever made it may no longer give this role. */
export const linkState = z.enum([
  "open",
  "used_up",
  "expired",
  "revoked",
  "withdrawn",
  "unavailable",
  "single_sign_on",
]);
export type LinkState = z.infer<typeof linkState>;

export const linkView = z.object({
  state: linkState,
  workspace: z.object({ name: z.string(), slug: z.string(), url: z.url() }),
  maker_name: z.string(),
  role: z.string(),
  domains: z.array(z.string()),
  expires_at: z.iso.datetime(),
  /** Who looks: null when signed out. */
  viewer: z.object({ email: z.string(), fits: z.boolean(), is_member: z.boolean() }).nullable(),
});
export type LinkView = z.infer<typeof linkView>;
