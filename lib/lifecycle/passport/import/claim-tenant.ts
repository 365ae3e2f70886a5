import "server-only";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { recomputeEntitlements } from "@/lib/entitlements/recompute-entitlements";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { RESERVED_SLUGS } from "../../slugs/reserved-slugs";
import { type IdMap, mapIds } from "../map-ids";
import type { CheckedPassport } from "./check-passport";
import { countGauge } from "./count-gauge";
import { withValues } from "./insert-rows";

/** What an import has made so far: kept in its operation, so that whoever finds it half done can take it back. */
export type Claim = {
  operationId: string;
  tenantId: string;
  accountId: string;
  cell: string;
  slug: string;
  /** Ids as they were to ids as they are here. */
  ids: [string, string][];
  createdUsers: string[];
  createdAccount: boolean;
  /** The tenant had been erased here: its nameless row comes back when the import fails. */
  wasErased: boolean;
};

export type ClaimOptions = {
  slug?: string;
  name?: string;
  accountId?: string;
  cell: string;
  /** Ids that are replaced besides those of people: a copy gets new ones. */
  ids?: IdMap;
};

/**
 * Takes the tenant's place in the directory: account, people, address, a row that is not open yet. One transaction.
 * @throws ConflictError tenant_exists, slug_taken, slug_reserved, account_unknown; LimitError limit_reached
 */
export async function claimTenant(checked: CheckedPassport, options: ClaimOptions): Promise<Claim> {
  const { head, columns, tenantRow } = checked;
  const slug = options.slug ?? head.tenant.slug;
  if (RESERVED_SLUGS.has(slug))
    throw conflict("slug_reserved", `The address "${slug}" is reserved; choose another.`);
  return withSystem(async (tx) => {
    const tenantId = options.ids?.get(head.tenant.id) ?? head.tenant.id;
    const wasErased = await makeRoom(tx, tenantId, slug);
    const people = await findPeople(tx, head.people);
    const ids = new Map([...(options.ids ?? []), ...people.ids]);
    const account = await findAccount(tx, checked, options.accountId, people.ids);
    const claim: Claim = {
      operationId: newId(),
      tenantId,
      accountId: account.id,
      cell: options.cell,
      slug,
      ids: [...ids],
      createdUsers: people.created,
      createdAccount: account.created,
      wasErased,
    };
    const { planKey } = await tx.account.findUniqueOrThrow({
      where: { id: account.id },
      select: { planKey: true },
    });
    const own = {
      account_id: account.id,
      slug,
      plan_type: planKey,
      status: "provisioning",
      cell: options.cell,
    };
    const row = withValues(mapIds(tenantRow, ids), { ...own, ...(options.name && { name: options.name }) });
    await countGauge(tx, account.id, "tenants", 1);
    await insertTenantRow(tx, [...(columns.get("platform.tenants") ?? []), ...Object.keys(own)], row);
    await tx.operation.create({
      data: {
        id: claim.operationId,
        kind: "import_tenant",
        state: "running",
        accountId: account.id,
        tenantId,
        input: claim,
      },
      select: { id: true },
    });
    return claim;
  });
}

async function makeRoom(tx: SystemTx, tenantId: string, slug: string): Promise<boolean> {
  const existing = await tx.tenant.findUnique({ where: { id: tenantId } });
  if (existing && existing.status !== "erased") {
    throw conflict(
      "tenant_exists",
      `This workspace is here already, at "${existing.slug}". Erase it first, or make a copy.`,
    );
  }
  const holder = await tx.tenant.findUnique({ where: { slug } });
  if (holder && holder.id !== tenantId) {
    throw conflict("slug_taken", `The address "${slug}" is taken; choose another.`);
  }
  // The row of an erased tenant keeps its address only: its place is taken again by the tenant itself.
  if (existing) await tx.tenant.delete({ where: { id: tenantId }, select: { id: true } });
  return existing !== null;
}

type People = CheckedPassport["head"]["people"];

/** People are matched by e-mail. Who is unknown here is made without a password: they claim it by resetting it. */
async function findPeople(
  tx: SystemTx,
  people: People,
): Promise<{ ids: Map<string, string>; created: string[] }> {
  const ids = new Map<string, string>();
  const created: string[] = [];
  for (const person of people) {
    const known = await tx.user.findUnique({ where: { email: person.email } });
    if (known) {
      if (known.id !== person.id) ids.set(person.id, known.id);
      continue;
    }
    const isFree = (await tx.user.findUnique({ where: { id: person.id } })) === null;
    const id = isFree ? person.id : newId();
    await tx.user.create({
      data: {
        id,
        email: person.email,
        firstName: person.first_name,
        lastName: person.last_name,
        locale: person.locale,
      },
      select: { id: true },
    });
    if (!isFree) ids.set(person.id, id);
    created.push(id);
  }
  return { ids, created };
}

/** The account that is named, the one it came from, one of an owner, or a new one on Free. */
async function findAccount(
  tx: SystemTx,
  { head }: CheckedPassport,
  wanted: string | undefined,
  ids: IdMap,
): Promise<{ id: string; created: boolean }> {
  const known = await tx.account.findUnique({ where: { id: wanted ?? head.account.id } });
  if (known) return { id: known.id, created: false };
  if (wanted) throw conflict("account_unknown", "There is no such account.");
  const owners = head.people.filter((person) => person.account_role === "owner");
  const ownerIds = owners.map((person) => ids.get(person.id) ?? person.id);
  const owned = await tx.accountMember.findFirst({ where: { userId: { in: ownerIds }, role: "owner" } });
  if (owned) return { id: owned.accountId, created: false };
  const { id, name, billing_email: billingEmail, currency } = head.account;
  await tx.account.create({ data: { id, name, billingEmail, currency }, select: { id: true } });
  for (const userId of ownerIds) {
    await tx.accountMember.create({
      data: { accountId: id, userId, role: "owner" },
      select: { userId: true },
    });
  }
  await recomputeEntitlements(tx, id);
  return { id, created: true };
}

async function insertTenantRow(tx: SystemTx, columns: string[], json: string): Promise<void> {
  const names = Prisma.raw(columns.map((column) => `"${column.replaceAll('"', "")}"`).join(", "));
  await tx.$executeRaw`insert into platform.tenants (${names})
    select ${names} from jsonb_populate_record(null::platform.tenants, ${json}::jsonb)`;
}

function conflict(reason: string, message: string): ConflictError {
  return new ConflictError(message, { reason });
}
