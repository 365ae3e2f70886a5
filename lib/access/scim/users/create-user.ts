import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { endOwnSessions } from "../membership/end-own-sessions";
import { type DirectoryPerson, findDirectoryPerson } from "../membership/find-directory-person";
import { liveDirectories } from "../membership/live-directories";
import { projectRoles } from "../membership/project-roles";
import { protectionOf } from "../membership/protection-of";
import { fallbackRole, keptNote, type Provenance, setMembership } from "../membership/set-membership";
import { cleanResource } from "../protocol/clean-resource";
import { type JsonObject, USER } from "../protocol/definitions";
import { badRequest, taken } from "../protocol/scim-error";
import { presentUser, WITH_GROUPS } from "./present-user";
import { refuseTaken } from "./refuse-taken";
import { readUserFields, type UserFields } from "./user-fields";

const MAX_ENTRIES = 50_000;

/**
 * Takes up a person's entry, and makes the person a member unless it is inactive. An entry that was deleted before
 * stands for the same person again; its roles and membership come back as far as the directory had given them.
 * @throws ScimError uniqueness, invalidValue, tooMany, 403; ConflictError last_admin, break_glass, account_owner
 */
export async function createUser(
  ctx: ScimContext,
  body: JsonObject,
): Promise<{ resource: JsonObject; revision: number; note: string }> {
  const resource = cleanResource(USER, body);
  const fields = readUserFields(resource);
  const tenantId = ctx.tenant.id;
  const remembered = await withTenant({ tenantId }, async (tx) => {
    await assertFree(tx, ctx, fields);
    return findTombstone(tx, ctx, fields);
  });
  const person = await findDirectoryPerson(ctx, fields, remembered?.userId ?? null);
  const protection = await protectionOf(ctx, person.id);
  const live = await liveDirectories(tenantId);
  const active = fields.active ?? true;
  const work = withTenant({ tenantId, userId: person.id }, async (tx) => {
    await lockRoles(tx, tenantId);
    await assertFree(tx, ctx, fields);
    await assertRoom(tx, ctx);
    await assertUnlinked(tx, ctx, person);
    const before: Provenance = {
      joinedHere: remembered?.joinedHere ?? false,
      suspendedHere: remembered?.suspendedHere ?? false,
    };
    const wish = { person, active, before, protection, live };
    const { provenance, keptBy } = await setMembership(tx, ctx, wish);
    const row = await tx.scimUser.create({
      data: {
        tenantId,
        id: newId(),
        connectionId: ctx.connection.id,
        userId: person.id,
        userName: fields.userName,
        userNameKey: fields.userNameKey,
        externalId: fields.externalId,
        active,
        resource,
        ...provenance,
      },
      include: WITH_GROUPS,
    });
    await tx.scimTombstone.deleteMany({
      where: { tenantId, connectionId: ctx.connection.id, userId: person.id },
    });
    await projectRoles(tx, ctx, [person.id], { live, fallbackRoleId: (await fallbackRole(tx, ctx)).id });
    await recordEvent(tx, ctx, {
      action: "scim.user_created",
      target: { type: "scim_user", id: row.id, label: fields.userName },
      after: { user_name: fields.userName, external_id: fields.externalId, active, member_id: person.id },
    });
    return { resource: presentUser(row, ctx.base), revision: row.revision, note: keptNote(keptBy) };
  });
  const made = await keepingAdmin(refuseTaken(work));
  if (!active) await endOwnSessions(ctx, person.id);
  return made;
}

async function assertFree(tx: TenantTx, ctx: ScimContext, fields: UserFields): Promise<void> {
  const found = await tx.scimUser.findFirst({
    where: {
      tenantId: ctx.tenant.id,
      connectionId: ctx.connection.id,
      OR: [
        { userNameKey: fields.userNameKey },
        ...(fields.externalId === null ? [] : [{ externalId: fields.externalId }]),
      ],
    },
    select: { userNameKey: true },
  });
  if (!found) return;
  throw taken(
    found.userNameKey === fields.userNameKey
      ? `There is an entry with the userName ${fields.userName} already.`
      : "There is an entry with this externalId already.",
  );
}

async function assertRoom(tx: TenantTx, ctx: ScimContext): Promise<void> {
  const own = { tenantId: ctx.tenant.id, connectionId: ctx.connection.id };
  if ((await tx.scimUser.count({ where: own })) < MAX_ENTRIES) return;
  throw badRequest("tooMany", `A directory has at most ${MAX_ENTRIES} people here.`);
}

async function assertUnlinked(tx: TenantTx, ctx: ScimContext, person: DirectoryPerson): Promise<void> {
  const linked = await tx.scimUser.findFirst({
    where: { tenantId: ctx.tenant.id, connectionId: ctx.connection.id, userId: person.id },
    select: { userName: true },
  });
  if (linked) throw taken(`This person is in the directory already, as ${linked.userName}.`);
}

/** A name may be given to somebody else later: it says who somebody was only where neither side has an externalId. */
async function findTombstone(tx: TenantTx, ctx: ScimContext, fields: UserFields) {
  const { externalId, userNameKey } = fields;
  return tx.scimTombstone.findFirst({
    where: {
      tenantId: ctx.tenant.id,
      connectionId: ctx.connection.id,
      ...(externalId === null ? { externalId: null, userNameKey } : { externalId }),
    },
    orderBy: { createdAt: "desc" },
    select: { userId: true, joinedHere: true, suspendedHere: true },
  });
}
