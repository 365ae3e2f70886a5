import "server-only";
import { isDeepStrictEqual } from "node:util";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import type { LiveDirectory } from "../membership/live-directories";
import { projectRoles } from "../membership/project-roles";
import type { Protection } from "../membership/protection-of";
import { fallbackRole, keptNote, setMembership } from "../membership/set-membership";
import type { JsonObject } from "../protocol/definitions";
import { presentUser, resourceOf, type UserRow, WITH_GROUPS } from "./present-user";
import { readUserFields, type UserFields } from "./user-fields";

export type Written = {
  resource: JsonObject;
  revision: number;
  userId: string;
  active: boolean;
  /** For the event log. */
  note: string;
};

/**
 * Writes what an entry becomes, and brings its membership and its member's name here in step. What changes nothing
 * leaves the version alone; a person who should not be active is put out all the same.
 * @throws ScimError invalidValue; ConflictError break_glass, account_owner
 */
export async function writeUser(
  tx: TenantTx,
  ctx: ScimContext,
  row: UserRow,
  next: { resource: JsonObject; protection: Protection; live: readonly LiveDirectory[] },
): Promise<Written> {
  const tenantId = ctx.tenant.id;
  const fields = readUserFields(next.resource);
  const active = fields.active ?? row.active;
  const externalId = fields.externalId ?? row.externalId;
  const member = await tx.membership.findUniqueOrThrow({
    where: { tenantId_userId: { tenantId, userId: row.userId } },
    select: { email: true, firstName: true, lastName: true },
  });
  const person = { id: row.userId, ...member };
  const before = { joinedHere: row.joinedHere, suspendedHere: row.suspendedHere };
  // Inactive is said again with every write: whoever was brought back by hand in between goes again.
  const isDecided = active !== row.active || !active;
  const { protection, live } = next;
  const { provenance, keptBy } = isDecided
    ? await setMembership(tx, ctx, { person, active, before, protection, live })
    : { provenance: before, keptBy: null };
  const note = keptNote(keptBy);
  const stored = { ...next.resource, userName: fields.userName, active };
  const isSame =
    isDeepStrictEqual(stored, { ...resourceOf(row), userName: row.userName, active: row.active }) &&
    isDeepStrictEqual(provenance, before);
  if (isSame) {
    return {
      resource: presentUser(row, ctx.base),
      revision: row.revision,
      userId: row.userId,
      active,
      note,
    };
  }
  await copyName(tx, ctx, person, fields);
  const written = await tx.scimUser.update({
    where: { tenantId_id: { tenantId, id: row.id } },
    data: {
      userName: fields.userName,
      userNameKey: fields.userNameKey,
      externalId,
      active,
      resource: next.resource,
      revision: { increment: 1 },
      ...provenance,
    },
    include: WITH_GROUPS,
  });
  if (active !== row.active) {
    await projectRoles(tx, ctx, [row.userId], { live, fallbackRoleId: (await fallbackRole(tx, ctx)).id });
  }
  await recordEvent(tx, ctx, {
    action: "scim.user_updated",
    target: { type: "scim_user", id: row.id, label: fields.userName },
    before: { user_name: row.userName, active: row.active },
    after: {
      user_name: fields.userName,
      active,
      member_id: row.userId,
      ...(keptBy && { kept_by: keptBy.id }),
    },
  });
  return {
    resource: presentUser(written, ctx.base),
    revision: written.revision,
    userId: row.userId,
    active,
    note,
  };
}

/** The name in this workspace. The person's own, which their other workspaces see, is none of a directory's. */
async function copyName(
  tx: TenantTx,
  ctx: ScimContext,
  person: { id: string; firstName: string; lastName: string },
  fields: UserFields,
): Promise<void> {
  const { firstName, lastName } = fields;
  if (firstName === "" && lastName === "") return;
  if (firstName === person.firstName && lastName === person.lastName) return;
  await tx.membership.update({
    where: { tenantId_userId: { tenantId: ctx.tenant.id, userId: person.id } },
    data: { firstName, lastName },
    select: { userId: true },
  });
}
