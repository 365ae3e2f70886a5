import * as z from "zod";

/**
 * Inside the encrypted stream a passport is lines: a letter, a space, JSON.
 *   H head                 T table begins          X secrets of the next row
 *   R row                  E table ends            M manifest        Z signature
 * The lines R and X of a table are its file; its SHA-256 stands in E and in the manifest.
 */
const applied = z.array(
  z.object({ placement: z.enum(["cell", "tenant"]), name: z.string(), checksum: z.string() }),
);

export const headSchema = z.object({
  format: z.literal(1),
  created_at: z.string(),
  tenant: z.object({ id: z.uuid(), name: z.string(), slug: z.string(), status: z.string() }),
  account: z.object({
    id: z.uuid(),
    name: z.string(),
    billing_email: z.string().nullable(),
    currency: z.string(),
  }),
  /** Who may open the workspace, and the owners of its account. */
  people: z.array(
    z.object({
      id: z.uuid(),
      email: z.string(),
      first_name: z.string(),
      last_name: z.string(),
      locale: z.enum(["en", "nl"]),
      account_role: z.string().nullable(),
    }),
  ),
  /** The migrations that made these tables: the arriving installation must know them all. */
  migrations: applied,
});
export type PassportHead = z.output<typeof headSchema>;

/** The head of a backup's control plane, which is written in the same lines. */
export const controlHeadSchema = z.object({
  format: z.literal(1),
  kind: z.literal("control_plane"),
  created_at: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
});
export type ControlHead = z.output<typeof controlHeadSchema>;
/** Stands where a tenant's id would. */
export const CONTROL_PLANE = "00000000-0000-0000-0000-000000000000";

export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()) });
export const tableEndSchema = z.object({
  table: z.string(),
  rows: z.number().int(),
  sha256: z.string(),
  content: z.string(),
});
export type PassportTable = z.output<typeof tableEndSchema>;

export const manifestSchema = z.object({
  tenant_id: z.uuid(),
  head_sha256: z.string(),
  tables: z.array(tableEndSchema),
  root: z.string(),
});
export type PassportManifest = z.output<typeof manifestSchema>;

export const signatureSchema = z.object({ signer: z.string(), signature: z.string() });

export const secretsSchema = z.record(z.string(), z.string().nullable());

export function line(tag: string, value: unknown): string {
  return `${tag} ${typeof value === "string" ? value : JSON.stringify(value)}\n`;
}
