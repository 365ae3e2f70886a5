import "server-only";
import { createHmac } from "node:crypto";
import { env } from "@/lib/infra/env";
import { cellUrl, MAIN_CELL } from "./cells";

/** Login roles besides the owner. Each sees only what its grants and policies name (docs/decisions/001-tenancy.md). */
export const LOGIN_ROLES = ["atrium_app", "atrium_system", "atrium_admission", "atrium_readonly"] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** The role's password: derived from one secret that lives outside the database, so that nothing has to be stored. */
export function rolePassword(role: LoginRole): string {
  return createHmac("sha256", env().DATABASE_ROLES_SECRET)
    .update(`database-role:${role}`)
    .digest("base64url");
}

/** The cell's database with its user replaced by `role`. One password for all cells: they may share a server. */
export function roleUrl(role: LoginRole, cell: string = MAIN_CELL): string {
  const url = new URL(cellUrl(cell));
  url.username = role;
  url.password = rolePassword(role);
  return url.toString();
}
