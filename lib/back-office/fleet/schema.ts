import * as z from "zod";
import { cellDto } from "@/lib/back-office/cells/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { FLEET_STATES, RINGS } from "@/lib/tenancy/fleet/schema";

const time = z.iso.datetime();
const count = z.int();

/** How far the files of one placement are in one database. */
const placementDto = z.object({
  placement: z.enum(["platform", "facade", "cell"]),
  applied: count,
  total: count,
  /** Name of the newest file that ran. */
  version: z.string().nullable(),
});

export const fleetCellDto = cellDto.extend({
  placements: z.array(placementDto),
  /** Newest migration of workspaces that this release brings. */
  version: z.string(),
  /** Workspaces by where their schema stands; those of the last run by ring as well. */
  tenants: z.object({ total: count, current: count, behind: count, failed: count }),
  rings: z.array(
    z.object({ ring: z.enum(RINGS), pending: count, running: count, done: count, failed: count }),
  ),
});
export type FleetCellDto = z.output<typeof fleetCellDto>;

export const fleetOverview = z.object({ data: z.array(fleetCellDto) });
export type FleetOverview = z.output<typeof fleetOverview>;

export const fleetState = z.enum(FLEET_STATES);

export const fleetQuery = listQuery.extend({
  /** Every cell that answers without it. */
  cell: z.string().max(30).optional(),
  state: fleetState.optional(),
  /** Part of an address. */
  q: z.string().trim().max(100).optional(),
});
export type FleetQuery = z.input<typeof fleetQuery>;

export const fleetTenantDto = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  cell: z.string(),
  /** Newest migration in its schema. */
  version: z.string().nullable(),
  ring: z.enum(RINGS).nullable(),
  state: fleetState,
  attempts: count,
  error: z.string().nullable(),
  took_ms: count.nullable(),
  updated_at: time.nullable(),
});
export type FleetTenantDto = z.output<typeof fleetTenantDto>;

export const fleetTenantPage = pageOf(fleetTenantDto);
export type FleetTenantPage = z.output<typeof fleetTenantPage>;

export const fleetRetryDto = z.object({ id: z.uuid(), state: z.literal("pending") });
export type FleetRetryDto = z.output<typeof fleetRetryDto>;
