/**
 * Every column that holds envelopes of a tenant's key. Rotation walks this list, the passport re-wraps by it, and
 * sealForTenant() takes places of it only. `key` names the columns that, joined with ":", are the place's row.
 * Placements: "tenant" is the tenant's own schema, "shared" and "platform" have a tenant_id column.
 */
export const ENVELOPE_COLUMNS = [
  { placement: "platform", table: "outbox", column: "payload", key: ["id"] },
  { placement: "platform", table: "idempotency_keys", column: "answer_sealed", key: ["scope", "key"] },
  { placement: "tenant", table: "integrations", column: "secret_sealed", key: ["id"] },
  { placement: "platform", table: "sso_keys", column: "private_sealed", key: ["id"] },
  { placement: "platform", table: "passport_exports", column: "passphrase_sealed", key: ["id"] },
] as const satisfies readonly EnvelopeColumn[];

export type EnvelopeColumn = {
  placement: "tenant" | "shared" | "platform";
  table: string;
  column: string;
  key: readonly [string, ...string[]];
};

/** Where an envelope is stored; authenticated with it, so that it opens nowhere else. */
export type EnvelopePlace = PlaceOf<(typeof ENVELOPE_COLUMNS)[number]>;

type PlaceOf<Column> = Column extends EnvelopeColumn
  ? {
      tenantId: string;
      table: Column["table"];
      column: Column["column"];
      /** The row's key; parts of a composite key are joined with ":". */
      row: string;
    }
  : never;
