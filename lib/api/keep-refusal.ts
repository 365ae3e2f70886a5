import "server-only";
import { keepReceipt } from "@/lib/access/receipts/keep-receipt";
import { keepOwnReceipt } from "@/lib/access/receipts/own/keep-own-receipt";
import type { TenantContext, UserContext } from "@/lib/core/context";
import { DomainError, type ErrorDetails } from "@/lib/core/errors";
import { rootUrl } from "@/lib/tenancy/hosts";
import { accountUsage } from "@/lib/usage/account-usage";
import { STATUS_OF } from "./problem";

/** Refusals that have a receipt: for payment, for permission, for a limit. */
const KEPT = new Set([402, 403, 429]);

/**
 * Notes a refusal so that its holder can open it, and gives it the id of that receipt. Any other error stays as it is.
 */
export async function keepRefusal(
  ctx: TenantContext,
  spec: { method: string; path: string },
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof DomainError) || !KEPT.has(STATUS_OF[error.code]) || error.details.receipt)
    return error;
  const receipt = await keepReceipt(ctx, error, { method: spec.method, route: spec.path }, () =>
    counterOf(ctx, error),
  );
  return new DomainError(error.code, error.message, {
    ...error.details,
    decisionId: receipt.id,
    ...(receipt.kept && { receipt: `/decisions/${receipt.id}` }),
  });
}

/** The same where no workspace is concerned: the person opens it on the root host, wherever they were refused. */
export async function keepOwnRefusal(
  ctx: UserContext,
  spec: { method: string; path: string },
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof DomainError) || !KEPT.has(STATUS_OF[error.code]) || error.details.receipt)
    return error;
  const receipt = await keepOwnReceipt(ctx, error, { method: spec.method, route: spec.path });
  return new DomainError(error.code, error.message, {
    ...error.details,
    decisionId: receipt.id,
    ...(receipt.kept && { receipt: rootUrl(`/decisions/${receipt.id}`) }),
  });
}

/** The account's counter of what ran out, where the error does not say it itself. */
async function counterOf(ctx: TenantContext, error: DomainError): Promise<ErrorDetails["figures"]> {
  if (error.code !== "limit_reached" && error.code !== "quota_exceeded") return undefined;
  const usage = await accountUsage(ctx.tenant.accountId);
  const found = usage.find((entry) => entry.meter === error.details.subject);
  return found && { used: found.used, limit: found.limit, resetsAt: found.periodEnd };
}
