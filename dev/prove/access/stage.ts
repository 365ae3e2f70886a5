import { prepareDatabase } from "@/lib/lifecycle/prepare-database";
import { urlWithDatabase } from "../../database/provision";
import { startTemporaryDatabase } from "../../database/temporary";
import { testEnvironment } from "../../vitest/environment";
import { seededRandom } from "../random";

export type AccessStage = {
  seed: number;
  random: () => number;
  quick: boolean;
  say: (text: string) => void;
  /** For what a control plants. */
  superUrl: string;
  remove: () => Promise<void>;
};

/** A fresh database with the product's rules in it; routes are called in this process, through their own contract. */
export async function setStage(options: Pick<AccessStage, "seed" | "quick" | "say">): Promise<AccessStage> {
  const temporary = await startTemporaryDatabase();
  Object.assign(process.env, testEnvironment(temporary.database.url), { NODE_ENV: "production" });
  await prepareDatabase();
  const name = new URL(temporary.database.url).pathname.slice(1);
  return {
    ...options,
    random: seededRandom(options.seed),
    superUrl: urlWithDatabase(temporary.database.superUrl, name),
    remove: temporary.remove,
  };
}
