import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grantsOf, PLAN_KEYS, PLANS } from "@/lib/entitlements/catalogue";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import { startStripe, type TestStripe } from "@/lib/testing/start-stripe";
import { makeCustomer, sessionOf, subscribe } from "@/lib/testing/subscriber";
import { listInvoices } from "../invoices/list-invoices";
import { openPortal } from "../open-portal";
import { withBillingLock } from "../stripe/billing-lock";
import { syncAccount } from "../stripe/sync-account";
import { syncCatalogue } from "../sync-catalogue";
import { cancelSubscription } from "./cancel-subscription";
import { changeSubscription } from "./change-subscription";
import { listSubscriptions } from "./list-subscriptions";
import { resumeSubscription } from "./resume-subscription";
import { startCheckout } from "./start-checkout";
import { syncCheckoutReturn } from "./sync-checkout-return";

let stripe: TestStripe;

beforeAll(async () => {
  stripe = await startStripe();
  await syncCatalogue();
});
afterAll(() => stripe.close());

describe("who may", () => {
  test("an account owner manages, a tenant admin reads, a viewer does neither", async () => {
    const customer = await makeCustomer();
    const { id } = await subscribe(stripe, customer, "starter");
    await withSystem((tx) =>
      tx.accountMember.upsert({
        where: {
          accountId_userId: { accountId: customer.tenant.accountId, userId: customer.tenant.owner.id },
        },
        create: { accountId: customer.tenant.accountId, userId: customer.tenant.owner.id, role: "owner" },
        update: {},
      }),
    );
    const [admin, viewer] = [await makeUser(), await makeUser()];
    await addMember(customer.tenant, admin, "tenant_admin");
    await addMember(customer.tenant, viewer, "viewer");
    const asAdmin = await makeContext(customer.tenant, admin);
    const asViewer = await makeContext(customer.tenant, viewer);
    expect((await listSubscriptions(asAdmin, {})).data).toHaveLength(1);
    const denied = { code: "permission_denied" };
    await expect(cancelSubscription(asAdmin, { id })).rejects.toMatchObject(denied);
    await expect(startCheckout(asAdmin, { plan: "starter" })).rejects.toMatchObject(denied);
    await expect(listSubscriptions(asViewer, {})).rejects.toMatchObject(denied);
    await expect(listInvoices(asViewer, {})).rejects.toMatchObject(denied);
    await expect(openPortal(asViewer, {})).rejects.toMatchObject(denied);
  });

  test("another account's subscription and Checkout are unknown", async () => {
    const [mine, theirs] = [await makeCustomer(), await makeCustomer()];
    const { id } = await subscribe(stripe, theirs, "starter");
    const ctx = await mine.context();
    const unknown = { code: "not_found" };
    await expect(cancelSubscription(ctx, { id })).rejects.toMatchObject(unknown);
    await expect(resumeSubscription(ctx, { id })).rejects.toMatchObject(unknown);
    await expect(changeSubscription(ctx, { id, plan: "enterprise" })).rejects.toMatchObject(unknown);
    const { checkout_url } = await startCheckout(await (await makeCustomer()).context(), { plan: "starter" });
    await expect(syncCheckoutReturn(ctx, { sessionId: sessionOf(checkout_url) })).rejects.toMatchObject(
      unknown,
    );
    expect((await listSubscriptions(ctx, {})).data).toEqual([]);
    expect((await listInvoices(ctx, {})).data).toEqual([]);
  });
});

describe("what each plan gives", () => {
  test.each(PLAN_KEYS)("%s: the request's context carries exactly its rows", async (key) => {
    const customer = await makeCustomer();
    if (key === "free")
      await withBillingLock(customer.tenant.accountId, (tx, account) => syncAccount(tx, account));
    else await subscribe(stripe, customer, key);
    const { entitlements } = (await customer.context()).tenant;
    for (const { feature, enabled, limit, level } of grantsOf(PLANS[key])) {
      expect(entitlements[feature]).toEqual({ enabled, limit, level, source: "plan" });
    }
  });
});
