import "server-only";
import type pg from "pg";
import { ownerPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";
import { provisioningInput } from "./input";
import { beginStep, failStep, finishStep, readLedger } from "./ledger";
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
      return await advance(owner, operationId, options);
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
  owner: pg.ClientBase,
  operationId: string,
  { steps = STEPS, afterWork }: ProvisioningOptions,
): Promise<ProvisioningResult> {
  const operation = await readLedger(operationId);
  if (operation.state === "succeeded" || operation.state === "failed") return operation.state;
  // Staff have not decided yet; their approval enqueues the work.
  if (operation.tenantStatus === "pending_approval") return "waiting";
  const facts: StepFacts = { operationId, input: provisioningInput.parse(operation.input), owner };
  const known = (step: Step) => operation.steps.find((row) => row.name === step.name);
  const isSpent = (step: Step) => (known(step)?.attempts ?? 0) >= MAX_ATTEMPTS;
  const open = steps.filter((step) => known(step)?.state !== "succeeded");
  let isBegun = false;
  for (const [index, step] of open.entries()) {
    if (isSpent(step)) return giveUp(facts, step.name);
    if (!isBegun) await beginStep(operationId, step.name);
    const next = open[index + 1];
    isBegun = next !== undefined && !isSpent(next);
    try {
      await runStep(step, facts, isBegun && next ? next.name : null, afterWork);
    } catch (error) {
      await failStep(operationId, step.name, error);
      if ((known(step)?.attempts ?? 0) + 1 >= MAX_ATTEMPTS) return giveUp(facts, step.name);
      throw error;
    }
  }
  return "succeeded";
}

async function runStep(
  step: Step,
  facts: StepFacts,
  next: string | null,
  afterWork: ProvisioningOptions["afterWork"],
): Promise<void> {
  if (step.kind === "repeatable") {
    await step.run(facts);
    await afterWork?.(step.name);
    await withSystem((tx) => finishStep(tx, facts.operationId, step.name, next));
    return;
  }
  await withSystem(async (tx) => {
    await step.run(tx, facts);
    await afterWork?.(step.name);
    await finishStep(tx, facts.operationId, step.name, next);
  });
}

async function giveUp(facts: StepFacts, step: string): Promise<"failed"> {
  logger.error({ operation: facts.operationId, step }, "provisioning given up; taking everything back");
  await undoProvisioning(facts.operationId, facts.input);
  return "failed";
}
