import { SYSTEM_ROLE_KEYS, SYSTEM_ROLES, type SystemRoleKey } from "@/lib/access/permissions";
import type { BillingState, TenantStatus } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { grantsOf, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { withOwner } from "@/lib/infra/database/with-owner";
import { cellOf } from "@/lib/tenancy/cells/cell-of";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { ensureTenantSchema } from "@/lib/tenancy/ensure-tenant-schema";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import { withSystem } from "@/lib/tenancy/with-system";

export type TestUser = { id: string; email: string; name: string };
export type TestTenant = { id: string; slug: string; accountId: string; owner: TestUser };
export type TenantOptions = {
  slug?: string;
  /** Gives the plan's features; limits are DEFAULT_LIMITS unless named. */
  planKey?: PlanKey;
  status?: TenantStatus;
  billingState?: BillingState;
  /** Limits by feature; null is unlimited. */
  limits?: Record<string, number | null>;
  /** The cell it lives in; TEST_CELL says which one is meant when nothing is said. */
  cell?: string;
  /** Puts the tenant into an account that exists. */
  accountId?: string;
};

const DEFAULT_LIMITS: Record<string, number | null> = {
  tenants: 3,
  seats: null,
  agents: 10,
  api_calls: 1000,
  api_rate: 1000,
};

/** A person with a proved address. */
export async function makeUser(input: { email?: string; firstName?: string } = {}): Promise<TestUser> {
  const id = newId();
  const email = input.email ?? `person-${id.slice(-12)}@example.test`;
  const firstName = input.firstName ?? "Test";
  await withSystem((tx) =>
    tx.user.create({
      data: { id, email, firstName, lastName: "Person", emailVerifiedAt: new Date() },
      select: { id: true },
    }),
  );
  return { id, email, name: `${firstName} Person` };
}

/** An account with a tenant that is ready for use, its owner as Tenant Admin. What provisioning makes, in one go. */
export async function makeTenant(options: TenantOptions = {}): Promise<TestTenant> {
  const owner = await makeUser();
  const id = newId();
  const slug = options.slug ?? `t-${id.slice(-12)}`;
  const accountId = options.accountId ?? (await makeAccount(owner, options));
  const cell = options.cell ?? process.env.TEST_CELL ?? "main";
  const status = options.status ?? "active";
  await withSystem((tx) =>
    tx.tenant.create({
      data: { id, accountId, slug, name: slug, status, cell, createdBy: owner.id },
      select: { id: true },
    }),
  );
  await withCell(cell, async (tx) => {
    await tx.tenantStub.create({ data: { tenantId: id, slug } });
    for (const key of SYSTEM_ROLE_KEYS) {
      await tx.role.create({
        data: { tenantId: id, id: newId(), key, name: key, systemKey: key, rank: SYSTEM_ROLES[key].rank },
      });
    }
  });
  await withOwner(cell, (client) => ensureTenantSchema(client, id, readMigrations("tenant")));
  const tenant = { id, slug, accountId, owner };
  await addMember(tenant, owner, "tenant_admin");
  return tenant;
}

/** Makes a person a member of a tenant with one built-in role. */
export async function addMember(
  tenant: Pick<TestTenant, "id">,
  user: TestUser,
  roleKey: SystemRoleKey,
): Promise<void> {
  await withSystem((tx) => tx.userTenant.create({ data: { userId: user.id, tenantId: tenant.id } }));
  await withCell(await cellOf({ tenantId: tenant.id }), async (tx) => {
    await tx.membership.create({
      data: {
        tenantId: tenant.id,
        userId: user.id,
        email: user.email,
        firstName: user.name.split(" ")[0] ?? "",
        lastName: "Person",
        source: "invite",
      },
    });
    const role = await tx.role.findUniqueOrThrow({
      where: { tenantId_key: { tenantId: tenant.id, key: roleKey } },
    });
    await tx.roleBinding.create({
      data: { tenantId: tenant.id, id: newId(), subjectType: "user", subjectId: user.id, roleId: role.id },
    });
  });
}

async function makeAccount(owner: TestUser, options: TenantOptions): Promise<string> {
  const accountId = newId();
  const planKey = options.planKey ?? "free";
  const limits: Record<string, number | null> = { ...DEFAULT_LIMITS, ...options.limits };
  const rest = grantsOf(PLANS[planKey]).filter((grant) => !Object.hasOwn(limits, grant.feature));
  await withSystem(async (tx) => {
    await tx.account.create({
      data: {
        id: accountId,
        name: "Test account",
        planKey,
        billingState: options.billingState ?? "none",
      },
      select: { id: true },
    });
    await tx.accountMember.create({ data: { accountId, userId: owner.id, role: "owner" } });
    await tx.accountEntitlement.createMany({
      data: [
        ...Object.entries(limits).map(([feature, limit]) => ({ feature, enabled: true, limit, level: null })),
        ...rest,
      ].map(({ feature, enabled, limit, level }) => ({
        accountId,
        feature,
        enabled,
        limitValue: limit === null ? null : BigInt(limit),
        level,
        source: "plan",
      })),
    });
  });
  return accountId;
}
