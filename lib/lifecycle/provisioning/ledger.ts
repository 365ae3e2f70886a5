import "server-only";
import type { OperationStep } from "@/lib/infra/prisma/generated/client";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

const MAX_ERROR_LENGTH = 1_000;

/** Counts an attempt before its work starts: a process that dies in a step has used one. */
export async function beginStep(operationId: string, name: string): Promise<OperationStep> {
  return withSystem(async (tx) => {
    await tx.operation.updateMany({
      where: { id: operationId, state: "pending" },
      data: { state: "running" },
    });
    const step = await findStep(tx, operationId, name);
    return tx.operationStep.update({
      where: { operationId_position: { operationId, position: step.position } },
      data: { state: "running", attempts: { increment: 1 }, startedAt: step.startedAt ?? new Date() },
    });
  });
}

/** In the transaction of the step's work where it has one. */
export async function finishStep(tx: SystemTx, operationId: string, name: string): Promise<void> {
  await tx.operationStep.updateMany({
    where: { operationId, name },
    data: { state: "succeeded", error: null, finishedAt: new Date() },
  });
}

export async function failStep(operationId: string, name: string, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await withSystem((tx) =>
    tx.operationStep.updateMany({
      where: { operationId, name },
      data: { state: "failed", error: message.slice(0, MAX_ERROR_LENGTH) },
    }),
  );
}

async function findStep(tx: SystemTx, operationId: string, name: string): Promise<OperationStep> {
  return tx.operationStep.findFirstOrThrow({ where: { operationId, name } });
}
