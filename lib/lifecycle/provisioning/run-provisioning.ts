import "server-only";
import { ownerPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";
import { provisioningInput } from "./input";
import { beginStep, failStep, finishStep } from "./ledger";
import type { Step, StepFacts } from "./step";
import { STEPS } from "./steps";
import { undoProvisioning } from "./undo-provisioning";

/** A step that failed, or whose process died, this often is given up, and everything is taken back. */
export const MAX_ATTEMPTS = 5;

export type ProvisioningResult = "succeeded" | "failed" | "busy" | "waiting";
export type ProvisioningOptions = {
  steps?: readonly Step[];
  /** Called when a step's work is done and not yet marked; proofs stop here. */
  afterWork?: (name: string) => void | Promise<void>;
};

/**
 * Sets up a workspace step by step from where the ledger says it is. Safe to call again after a crash, and by
 * several workers: one at a time works on an operation.
 * @throws what a step threw, while attempts are left
 */
export async function runProvisioning(
  operationId: string,
  options: ProvisioningOptions = {},
): Promise<ProvisioningResult> {
  const owner = await ownerPool().connect();
  let failure: unknown;
  const lock = `operation:${operationId}`;
  try {
    const { rows } = await owner.query<{ mine: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as mine",
      [lock],
    );
    if (!rows[0]?.mine) return "busy";
    try {
      return await advance(operationId, options);
    } finally {
      await owner.query("select pg_advisory_unlock(hashtextextended($1, 0))", [lock]);
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    owner.release(failure instanceof Error ? failure : undefined);
  }
}

async function advance(
  operationId: string,
  { steps = STEPS, afterWork }: ProvisioningOptions,
): Promise<ProvisioningResult> {
  const operation = await withSystem((tx) =>
    tx.operation.findUniqueOrThrow({
      where: { id: operationId },
      include: { operationSteps: true, tenant: { select: { status: true } } },
    }),
  );
  if (operation.state === "succeeded" || operation.state === "failed") return operation.state;
  // Staff have not decided yet; their approval enqueues the work.
  if (operation.tenant?.status === "pending_approval") return "waiting";
  const facts: StepFacts = { operationId, input: provisioningInput.parse(operation.input) };
  for (const step of steps) {
    const known = operation.operationSteps.find((row) => row.name === step.name);
    if (known?.state === "succeeded") continue;
    if ((known?.attempts ?? 0) >= MAX_ATTEMPTS) return giveUp(facts, step.name);
    const { attempts } = await beginStep(operationId, step.name);
    try {
      await runStep(step, facts, afterWork);
    } catch (error) {
      await failStep(operationId, step.name, error);
      if (attempts >= MAX_ATTEMPTS) return giveUp(facts, step.name);
      throw error;
    }
  }
  return "succeeded";
}

async function runStep(
  step: Step,
  facts: StepFacts,
  afterWork: ProvisioningOptions["afterWork"],
): Promise<void> {
  if (step.kind === "repeatable") {
    await step.run(facts);
    await afterWork?.(step.name);
    await withSystem((tx) => finishStep(tx, facts.operationId, step.name));
    return;
  }
  await withSystem(async (tx) => {
    await step.run(tx, facts);
    await afterWork?.(step.name);
    await finishStep(tx, facts.operationId, step.name);
  });
}

async function giveUp(facts: StepFacts, step: string): Promise<"failed"> {
  logger.error({ operation: facts.operationId, step }, "provisioning given up; taking everything back");
  await undoProvisioning(facts.operationId, facts.input);
  return "failed";
}
