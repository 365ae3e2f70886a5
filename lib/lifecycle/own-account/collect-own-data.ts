import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { UserContext } from "@/lib/core/context";
import { everyCell } from "@/lib/tenancy/cells/every-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { dataFromCell } from "./data-from-cell";
import { dataFromControlPlane } from "./data-from-control-plane";

/**
 * Everything that is kept about the person who asks, over the control plane and the workspaces of every cell: who they
 * are, how and where they sign in, where they belong, what they did. No secret, no hash, nobody else's data. A file that
 * would lack a cell is not made.
 * @throws DomainError step_up_required, tenant_unavailable
 */
export async function collectOwnData(ctx: UserContext): Promise<Record<string, unknown>> {
  assertRecent(ctx.actor);
  const { userId, email } = ctx.actor;
  const [account, cells] = await Promise.all([
    withSystem((tx) => dataFromControlPlane(tx, userId)),
    everyCell((cell) => withCell(cell, (tx) => dataFromCell(tx, { userId, email }))),
  ]);
  await withSystem((tx) =>
    recordPlatformEvent(tx, ctx, {
      action: "user.data_downloaded",
      target: { type: "user", id: userId, label: email },
    }),
  );
  const workspaces: Record<string, unknown[]> = {};
  for (const cell of cells) {
    for (const [part, rows] of Object.entries(cell)) {
      workspaces[part] = [...(workspaces[part] ?? []), ...rows];
    }
  }
  return { made_at: new Date().toISOString(), ...account, ...workspaces };
}
