import http from "node:http";
import net from "node:net";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { freePorts } from "../../../environment/ports";
import { ensureBuild } from "../../../stack/build";
import { Child } from "../../../stack/child";
import { type AccessReport, emptyReport, judge } from "../report";
import { liesFor } from "./lies";
import { EVIL, forgive, isCanonical } from "./mails";

/** The configured host; the port it listens on is another. */
const HOST = "atrium.localhost:3000";

type Target = { name: string; method: string; path: string; host: string; body?: unknown };
type Answer = { status: number; head: string; location: string | null; body: string };

/** Every lie at every target, in raw bytes to the web server: refused, or answered as if it had not been told. */
export async function proveOverTheWire(report: AccessReport, folder: string): Promise<void> {
  const [port = 0] = await freePorts(1);
  const env = Object.fromEntries(
    Object.entries({ ...process.env, PORT: String(port) }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const logDir = path.join(folder, "logs");
  await ensureBuild({ env, logDir, generated: true });
  const web = new Child({ name: "web", script: "server.mjs", env, logDir });
  try {
    await untilHealthy(port);
    const [tenant, user] = await Promise.all([makeTenant({ planKey: "enterprise" }), makeUser()]);
    const targets = targetsOf(HOST, tenant, user);
    const tally = await tellAll(report, { port, root: `http://${HOST}`, targets });
    report.figures["hosts: lies over the wire"] = [...tally]
      .map(([key, count]) => `${key} ${count}`)
      .join(", ");
  } finally {
    await web.stop(5_000);
  }
  await believer(report);
}

/** The server answers to its configured name only, which is not where it listens. */
async function untilHealthy(port: number): Promise<void> {
  const target: Target = { name: "health", method: "GET", path: "/api/health", host: HOST };
  const honest = liesFor(HOST).find(({ mustRefuse }) => !mustRefuse);
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (honest && (await send(port, target, honest.head)).status === 200) return;
    await setTimeout(200);
  }
  throw new Error("the web server did not start");
}

function targetsOf(root: string, tenant: TestTenant, user: TestUser): Target[] {
  const host = `${tenant.slug}.${root}`;
  const email = user.email;
  const person = { first_name: "Eva", last_name: "Jansen", password: "vivid otter paints 73 barns" };
  const post = (path: string, body: unknown): Target => ({
    name: `POST ${path}`,
    method: "POST",
    path,
    host: root,
    body,
  });
  const get = (path: string, at: string): Target => ({
    name: `GET ${path} on ${at}`,
    method: "GET",
    path,
    host: at,
  });
  return [
    post("/api/auth-flows/password-reset", { email }),
    post("/api/auth-flows/unlock", { email }),
    post("/api/auth-flows/sign-up", { ...person, email: `new-${email}`, accept_terms: true }),
    get("/switch?to=admin", root),
    get("/api/auth/signin", root),
    get("/api/auth/providers", root),
    get(`/api/auth-flows/sso/start?connection=${tenant.id}`, root),
    get("/agents", host),
    get("/api/auth-flows/begin-hand-off?next=/agents", host),
    get("/api/auth-flows/accept-hand-off?code=x", host),
    get("/", `admin.${root}`),
  ];
}

async function tellAll(
  report: AccessReport,
  { port, root, targets }: { port: number; root: string; targets: Target[] },
): Promise<Map<string, number>> {
  const tally = new Map<string, number>();
  for (const target of targets) {
    for (const lie of liesFor(target.host)) {
      await forgive();
      const answer = await send(port, target, lie.head);
      const kind = answer.status >= 400 ? String(answer.status) : "as if untold";
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
      const what = `${target.name}, ${lie.name}: ${answer.status} ${answer.location ?? ""}`;
      judge(report, "violations", isHeld(answer, lie.mustRefuse, target, root), what);
    }
  }
  return tally;
}

function isHeld(
  { status, head, location, body }: Answer,
  mustRefuse: boolean,
  target: Target,
  root: string,
): boolean {
  if (`${head}${body}`.includes(EVIL)) return false;
  // 0: the connection was closed without an answer.
  if (mustRefuse) return status === 400 || status === 421 || status === 0;
  if (status >= 500) return false;
  return location === null || isCanonical(new URL(location, `http://${target.host}`).href, root);
}

/** One request as bytes; the answer as far as it came. */
function send(
  port: number,
  target: Target,
  headOf: ReturnType<typeof liesFor>[number]["head"],
): Promise<Answer> {
  const { method, path: address, host } = target;
  const body = target.body === undefined ? "" : JSON.stringify(target.body);
  const headers = [
    "connection: close",
    ...(body === "" ? [] : ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`]),
    ...(method === "GET" ? [] : [`origin: http://${host}`]),
  ];
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(port, "127.0.0.1", () =>
      socket.write(headOf({ method, path: address, host, headers }) + body),
    );
    socket.setTimeout(15_000, () => socket.destroy());
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const end = text.indexOf("\r\n\r\n");
      const head = end < 0 ? text : text.slice(0, end);
      resolve({
        status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0),
        head,
        location: /^location: *(.*)$/im.exec(head)?.[1]?.trim() ?? null,
        body: end < 0 ? "" : text.slice(end),
      });
    });
  });
}

/** Known bad: a server that believes what it is told, as frameworks do that trust their proxy. */
async function believer(report: AccessReport): Promise<void> {
  const server = http.createServer((req, res) => {
    const host = req.headers["x-forwarded-host"] ?? req.headers.host;
    res.writeHead(302, { location: `http://${host}/sign-in` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const scratch = emptyReport();
  const targets = [{ name: "control", method: "GET", path: "/", host: HOST }];
  await tellAll(scratch, { port, root: `http://${HOST}`, targets });
  report.controls["hosts: a server that believes its Host"] = scratch.violations > 10;
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
