import http from "node:http";
import { makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { type AccessReport, emptyReport, judge } from "../report";
import { HOST, type RawAnswer, sendBytes, withWeb } from "../wire/web";
import { liesFor } from "./lies";
import { EVIL, forgive, isCanonical } from "./mails";

type Target = { name: string; method: string; path: string; host: string; body?: unknown };

/** Every lie at every target, in raw bytes to the web server: refused, or answered as if it had not been told. */
export async function proveOverTheWire(report: AccessReport): Promise<void> {
  await withWeb(async (port) => {
    const [tenant, user] = await Promise.all([makeTenant({ planKey: "enterprise" }), makeUser()]);
    const targets = targetsOf(HOST, tenant, user);
    const tally = await tellAll(report, { port, root: `http://${HOST}`, targets });
    report.figures["hosts: lies over the wire"] = [...tally]
      .map(([key, count]) => `${key} ${count}`)
      .join(", ");
  });
  await believer(report);
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
  { status, head, location, body }: RawAnswer,
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

function send(
  port: number,
  target: Target,
  headOf: ReturnType<typeof liesFor>[number]["head"],
): Promise<RawAnswer> {
  const { method, path: address, host } = target;
  const body = target.body === undefined ? "" : JSON.stringify(target.body);
  const headers = [
    "connection: close",
    ...(body === "" ? [] : ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`]),
    ...(method === "GET" ? [] : [`origin: http://${host}`]),
  ];
  return sendBytes(port, headOf({ method, path: address, host, headers }) + body);
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
