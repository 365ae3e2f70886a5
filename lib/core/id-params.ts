import * as z from "zod";

/** Path parameters of a single resource: `/…/{id}`. */
export const idParams = z.strictObject({ id: z.uuid() });
