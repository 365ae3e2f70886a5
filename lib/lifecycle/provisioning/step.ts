import type pg from "pg";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { ProvisioningInput } from "./input";

export type StepFacts = {
  operationId: string;
  input: ProvisioningInput;
  /** The connection that holds the operation's lock, as owner of the main cell; outside of any transaction. */
  owner?: pg.ClientBase;
};

/**
 * One step of the ledger. In a transaction, the work and its mark commit together, so it happens once. Outside one
 * (roles, schemas) it may run again after a crash: it must be safe to repeat.
 */
export type Step =
  | { name: string; kind: "transaction"; run(tx: SystemTx, facts: StepFacts): Promise<void> }
  | { name: string; kind: "repeatable"; run(facts: StepFacts): Promise<void> };
