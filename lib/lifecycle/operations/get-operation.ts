import "server-only";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { presentReview } from "../approval/present-review";
import { provisioningInput } from "../provisioning/input";
import { type OperationDto, operationState } from "./schema";

/**
 * The progress of an operation, for the person who started it.
 * @throws NotFoundError also for somebody else's operation
 */
export async function getOperation(ctx: UserContext, id: string): Promise<OperationDto> {
  if (!isId(id)) throw new NotFoundError("operation");
  const row = await withSystem((tx) => findOperation(tx, id));
  if (!row || row.createdBy !== ctx.actor.userId) throw new NotFoundError("operation");
  return {
    id: row.id,
    kind: row.kind,
    state: operationState.parse(row.state),
    error: row.error,
    tenant: row.tenant && {
      id: row.tenant.id,
      slug: row.tenant.slug,
      name: row.tenant.name,
      status: row.tenant.status,
    },
    request: requestOf(row.input),
    review: row.review && presentReview(row.review),
    steps: row.operationSteps.map((step) => ({
      name: step.name,
      state: operationState.parse(step.state),
      attempts: step.attempts,
    })),
    created_at: row.createdAt.toISOString(),
  };
}

function findOperation(tx: SystemTx, id: string) {
  return tx.operation.findUnique({
    where: { id },
    include: {
      tenant: true,
      review: { include: { messages: { orderBy: [{ createdAt: "asc" }, { id: "asc" }] } } },
      operationSteps: { orderBy: { position: "asc" } },
    },
  });
}

function requestOf(input: unknown): OperationDto["request"] {
  const parsed = provisioningInput.safeParse(input);
  if (!parsed.success) return null;
  const { name, slug, locale, timeZone } = parsed.data;
  return { name, slug, locale, time_zone: timeZone };
}
