import "server-only";
import { createHash } from "node:crypto";
import { NotFoundError } from "@/lib/core/errors";
import { stripeClient } from "@/lib/infra/stripe";
import { withSystem } from "@/lib/tenancy/with-system";
import { callStripe } from "./stripe/call-stripe";

/**
 * The account's customer at Stripe, made on first use. Safe to repeat and to run twice at once: the request is
 * idempotent, so both get the same customer.
 * @throws NotFoundError; DomainError upstream_failed
 */
export async function ensureStripeCustomer(accountId: string): Promise<string> {
  const account = await withSystem((tx) =>
    tx.account.findUnique({
      where: { id: accountId },
      select: {
        name: true,
        billingEmail: true,
        stripeCustomerId: true,
        accountMembers: {
          where: { role: "owner" },
          orderBy: { createdAt: "asc" },
          take: 1,
          select: { user: { select: { email: true } } },
        },
      },
    }),
  );
  if (!account) throw new NotFoundError("account");
  if (account.stripeCustomerId) return account.stripeCustomerId;
  const email = account.billingEmail ?? account.accountMembers[0]?.user.email;
  const params = { name: account.name, ...(email && { email }), metadata: { account_id: accountId } };
  const fingerprint = createHash("sha256").update(JSON.stringify(params)).digest("hex").slice(0, 16);
  const customer = await callStripe(() =>
    stripeClient().customers.create(params, { idempotencyKey: `customer:${accountId}:${fingerprint}` }),
  );
  return withSystem(async (tx) => {
    await tx.account.updateMany({
      where: { id: accountId, stripeCustomerId: null },
      data: { stripeCustomerId: customer.id },
    });
    const kept = await tx.account.findUniqueOrThrow({
      where: { id: accountId },
      select: { stripeCustomerId: true },
    });
    return kept.stripeCustomerId ?? customer.id;
  });
}
