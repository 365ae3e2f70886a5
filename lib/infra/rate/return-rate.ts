import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";

/** Gives back one request that takeRate() took under the same key, limit and window. */
export async function returnRate(key: string, limit: number, windowSeconds: number): Promise<void> {
  await admissionPool().query({
    name: "return-rate",
    text: "select platform.return_rate($1, $2, $3)",
    values: [key.slice(0, 200), limit, windowSeconds],
  });
}
