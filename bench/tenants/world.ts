/** One workspace as a caller sees it. */
export type BenchTenant = {
  host: string;
  email: string;
  /** Session of the owner on the workspace's host. */
  cookie: string;
  key: string;
};

/** What make-world.ts leaves behind. */
export type Made = {
  tenants: BenchTenant[];
  /** The product's provisioning, and a bare transaction that creates the same schema, in turns. */
  provisioningMs: number[];
  bareMs: number[];
};
