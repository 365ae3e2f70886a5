import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeTenant } from "@/lib/testing/make-tenant";
import { makeDirectory, type TestDirectory } from "@/lib/testing/scim-world";
import type { AccessReport } from "../report";
import type { AccessStage } from "../stage";
import { proveDirectoryRaces } from "./prove-races";
import { proveDirectoryReach } from "./prove-reach";
import { proveProviderSequences } from "./prove-sequences";
import { proveDirectorySize, proveGroupSize } from "./prove-size";
import { proveDirectoryTokens } from "./prove-tokens";

export type ScimScene = {
  directory: TestDirectory;
  /** Of the same workspace. */
  neighbour: TestDirectory;
  /** Of another workspace. */
  foreign: TestDirectory;
  quick: boolean;
};

/** Directory sync: tokens, reach, races, and what Entra and Okta send. */
export async function proveScim(stage: Pick<AccessStage, "quick">, report: AccessReport): Promise<void> {
  const mark = newId().slice(-8);
  const tenant = await makeTenant({ planKey: "enterprise" });
  const other = await makeTenant({ planKey: "enterprise" });
  const scene: ScimScene = {
    directory: await makeDirectory(tenant, `a-${mark}.acme-people.com`, { preset: "entra" }),
    neighbour: await makeDirectory(tenant, `b-${mark}.acme-people.com`, { preset: "okta" }),
    foreign: await makeDirectory(other, `c-${mark}.acme-people.com`),
    quick: stage.quick,
  };
  await proveDirectoryTokens(scene, report);
  await proveDirectoryReach(scene, report);
  await proveDirectoryRaces(scene, report);
  await proveProviderSequences(scene, report);
  await proveGroupSize(scene, report);
  await proveDirectorySize(scene, report);
  report.figures["directory calls judged"] = report.attempts;
}

/** What a proof asks the tables themselves. */
export async function readRows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await systemPool().query<T>(sql, values)).rows;
}
