import * as z from "zod";

/** Query of every list: `?limit=25&cursor=…`. Lists add their filters with .extend(). */
export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25).meta({ description: "Rows a page." }),
  cursor: z.string().max(200).optional().meta({ description: "`page.next_cursor` of the page before." }),
});

/** Answer of every list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    data: z.array(item),
    page: z.object({ next_cursor: z.string().nullable(), has_more: z.boolean() }),
  });
}
