import "server-only";
import type { Fix } from "@/lib/access/decisions/schema";
import type { UserContext } from "@/lib/core/context";
import type { OwnReceiptModel } from "@/lib/infra/prisma/generated/models/OwnReceipt";
import { presentCounter } from "../read-receipt";
import type { ReceiptDto } from "../schema";

/** In the shape of a workspace's receipts, but of no plan. */
export function presentOwnReceipt({ actor }: UserContext, row: OwnReceiptModel): ReceiptDto {
  const { id, code, reason, subject, message, method, route } = row;
  return {
    ...{ id, code, reason, subject, message, method, route },
    created_at: row.createdAt.toISOString(),
    actor: { type: "user", id: actor.userId, name: actor.name || actor.email },
    is_mine: true,
    plan: "",
    counter: presentCounter(row),
  };
}

/** What the person can do about it. Nobody else can: there is nothing to ask for. */
export function ownFixes({ code, reason }: { code: string; reason: string | null }): Fix[] {
  const kind = KINDS[reason ?? ""] ?? KINDS[code];
  return kind ? [{ kind, roles: [], plan: null, feature: null, who: [] }] : [];
}

const KINDS: Record<string, Fix["kind"]> = {
  rate_limited: "wait",
  step_up_required: "confirm_identity",
  sso_session: "use_own_sign_in",
  own_domain: "use_own_sign_in",
  keys_not_allowed: "use_portal",
};
