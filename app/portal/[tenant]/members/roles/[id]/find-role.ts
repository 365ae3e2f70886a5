import { notFound } from "next/navigation";
import * as z from "zod";
import { listRoles } from "@/lib/access/roles/list-roles";
import type { TenantContext } from "@/lib/core/context";

/** The role of a page's address among all roles; 404 for any other. */
export async function findRole(ctx: TenantContext, id: string) {
  if (!z.uuid().safeParse(id).success) notFound();
  const roles = await listRoles(ctx);
  const role = roles.find((entry) => entry.id === id);
  if (!role) notFound();
  return { role, roles };
}
