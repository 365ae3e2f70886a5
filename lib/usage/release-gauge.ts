import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";

/** Gives back what a gauge counted: an agent archived, a tenant deleted. Call it once a row, after the commit. */
export async function releaseGauge(accountId: string, meter: string, quantity: number): Promise<void> {
  await admissionPool().query({
    name: "release-gauge",
    text: "select platform.release_gauge($1, $2, $3)",
    values: [accountId, meter, quantity],
  });
}
