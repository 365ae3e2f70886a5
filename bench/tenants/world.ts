/** One workspace as a caller sees it. */
export type BenchTenant = {
  id: string;
  cell: string;
  host: string;
  email: string;
  /** Session of the owner on the workspace's host. */
  cookie: string;
  key: string;
};

/** What make-world.ts leaves behind. */
export type Made = {
  tenants: BenchTenant[];
  provisioning: Provisioning;
};

/** Medians in ms of work done in turns. */
export type Provisioning = {
  /** The request that reserves address and limit and answers 202. */
  requestMs: number;
  /** The worker's part: every step of the ledger, from the claim to the open workspace. */
  ledgerMs: number;
  /** One transaction with the same role, schema and tables, and nothing else. */
  bareMs: number;
};
