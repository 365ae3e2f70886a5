import "server-only";
import { notFound } from "next/navigation";
import * as z from "zod";
import { listRoles } from "@/lib/access/roles/list-roles";
import { getDirectory } from "@/lib/access/scim/directory/get-directory";
import type { ScimDirectoryDto } from "@/lib/access/scim/schema";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";

/** The directory that an address names, or the page for what is not there. */
export async function readDirectory(ctx: TenantContext, id: string): Promise<ScimDirectoryDto> {
  const known = z.uuid().safeParse(id);
  if (!known.success) notFound();
  return getDirectory(ctx, known.data).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound();
    throw error;
  });
}

/** The workspace's roles; none for who may not see them. */
export async function readRoleChoices(
  ctx: TenantContext,
): Promise<{ key: string; name: string; grantable: boolean }[]> {
  if (!ctx.decide("roles:read").allowed) return [];
  return (await listRoles(ctx)).map(({ key, name, grantable }) => ({ key, name, grantable }));
}
