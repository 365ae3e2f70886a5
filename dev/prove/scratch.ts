import { loadRoutes } from "@/lib/testing/load-routes";
import { urlWithDatabase } from "../database/provision";
import { startTemporaryDatabase } from "../database/temporary";
import { testEnvironment } from "../vitest/environment";
const t = await startTemporaryDatabase();
Object.assign(process.env, testEnvironment(t.database.url), { LOG_LEVEL: "error" });
try {
  const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
  const { makeWorld, cookieFor } = await import("./isolation/world");
  const { inProcess } = await import("./isolation/transport");
  await prepareDatabase();
  const superUrl = urlWithDatabase(t.database.superUrl, new URL(t.database.url).pathname.slice(1));
  const world = await makeWorld(superUrl);
  console.log(world.filled.gaps);
  const send = inProcess((await loadRoutes()).routes);
  const host = `${world.a.slug}.atrium.localhost:3000`;
  for (const query of ["", "?by=api_key", "?cursor=" + Buffer.from(`${new Date(Date.now() + 1e9).toISOString()}|${world.b.id}`).toString("base64url")]) {
    const answer = await send({ method: "GET", route: "/api/v1/analytics/breakdown", params: {}, query, host, headers: { cookie: (await cookieFor({ name: "o", user: world.a.owner }, host)) ?? "" }, body: undefined });
    console.log(query, answer.status, answer.body.slice(0, 200));
  }
} catch (e) { console.error(e); }
await t.remove();
process.exit(0);
