import pg from "pg";
import { roleUrl } from "@/lib/infra/database/role-url";
import { prepareDatabase } from "@/lib/lifecycle/prepare-database";
import { createDatabase, urlWithDatabase } from "../../database/provision";
import { startTemporaryDatabase } from "../../database/temporary";
import { freePorts } from "../../environment/ports";
import { testEnvironment } from "../../vitest/environment";
import { fillTenant } from "../isolation/canaries/fill-tenant";
import { type FarCell, makeWorld, type World } from "../isolation/world";

export type Stage = {
  world: World;
  /** The same with A and B in a second cell. */
  farWorld: World;
  far: FarCell;
  port: number;
  folder: string;
  superUrl: string;
  seed: number;
  quick: boolean;
  /** Parts were chosen by name. */
  only: boolean;
  say: (text: string) => void;
  remove: () => Promise<void>;
};

const FAR = "far";

/** Two fresh cells, four tenants with their targets in the one and four in the other, and the environment of a product that would run on it. */
export async function setStage(options: {
  seed: number;
  quick: boolean;
  only: boolean;
  say: (text: string) => void;
}): Promise<Stage> {
  const temporary = await startTemporaryDatabase();
  const [port = 0] = await freePorts(1);
  const farUrl = await temporary.database.createDatabase("atrium_far");
  Object.assign(process.env, testEnvironment(temporary.database.url), {
    CELLS: JSON.stringify({ [FAR]: farUrl }),
    NODE_ENV: "production",
    ATRIUM_ROOT_URL: `http://atrium.localhost:${port}`,
    PORT: String(port),
  });
  await prepareDatabase();
  const name = new URL(temporary.database.url).pathname.slice(1);
  const superUrl = urlWithDatabase(temporary.database.superUrl, name);
  const far = { name: FAR, superUrl: urlWithDatabase(temporary.database.superUrl, "atrium_far") };
  const [world, farWorld] = [await makeWorld(superUrl), await makeWorld(superUrl, far)];
  return {
    ...options,
    world,
    farWorld,
    far,
    port,
    superUrl,
    folder: temporary.folder,
    remove: temporary.remove,
  };
}

export type Clone = { superUrl: string; appUrl: string; ownerUrl: string };

/** A copy of the stage's database in which even the rows that would disturb a product are filled. */
export async function cloneDatabase(stage: Stage, name: string, cell?: FarCell): Promise<Clone> {
  const from = new URL(cell?.superUrl ?? stage.superUrl).pathname.slice(1);
  const admin = urlWithDatabase(stage.superUrl, "postgres");
  for (let attempt = 1; ; attempt += 1) {
    try {
      await disconnectAll(admin, from);
      await createDatabase(admin, name, from);
      break;
    } catch (error) {
      // A pool opened a connection to the template in the meantime.
      if (attempt === 20) throw error;
    }
  }
  const superUrl = urlWithDatabase(stage.superUrl, name);
  const world = cell ? stage.farWorld : stage.world;
  await fillTenant({ superUrl, tenant: world.b, canary: world.canary, all: true });
  return {
    superUrl,
    appUrl: urlWithDatabase(roleUrl("atrium_app"), name),
    ownerUrl: urlWithDatabase(process.env.DATABASE_URL ?? "", name),
  };
}

async function disconnectAll(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
    [database],
  );
  await client.end();
}

/** Minutes long: a quick run has them only when asked for by name. */
export function isLeftOut({ quick, only }: Stage): boolean {
  return quick && !only;
}
