// The web process: header hygiene in front of Next. What reaches the application was said by this file, not by a client.
import { randomUUID } from "node:crypto";
import http from "node:http";
import next from "next";

const dev = process.argv.includes("--dev");
const port = Number(process.env.PORT ?? 3000);
const listenHost = process.env.LISTEN_HOST ?? "127.0.0.1";
const root = new URL(process.env.ATRIUM_ROOT_URL ?? "http://atrium.localhost:3000");
const hops = Number(process.env.TRUSTED_PROXY_HOPS ?? 0);

const MAX_BODY_BYTES = 1_000_000;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const BODY_METHODS = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const STRIPPED =
  /^(x-forwarded-|x-real-ip$|forwarded$|x-middleware-|x-nextjs-|x-invoke-|x-matched-path$|x-now-|x-client-ip$|x-original-url$|x-rewrite-url$|x-prerender-|x-next-revalidat|x-http-method|x-nonce$|next-resume$|x-request-id$|x-tenant-)/;
// In development React's debug channel is named by these; without them a soft navigation never ends.
const DEV_NAMES = new Set(dev ? ["x-nextjs-request-id", "x-nextjs-html-request-id"] : []);
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

// Next makes redirects to this name relative, so it must be none of ours: hosts matter here. And it must be the name
// that Next gives a rewritten URL (127.0.0.1 becomes localhost), else a rewrite is taken for another site's.
const app = next({ dev, dir: import.meta.dirname, hostname: "localhost", port });
await app.prepare();
const handle = app.getRequestHandler();
const upgrade = app.getUpgradeHandler();

/** Only our own names: a Host that is not ours never reaches a link, a mail or a cache key. */
function isOurHost(host) {
  if (!host || !/^[a-z0-9.:-]+$/i.test(host)) return false;
  const name = host.toLowerCase();
  return name === root.host || name.endsWith(`.${root.host}`);
}

/** Names that tenants have proved: what the application, which runs in this process, says of them. */
async function isTenantsHost(host) {
  if (!host || !/^[a-z0-9.:-]{4,260}$/i.test(host) || !globalThis.atriumServesHost) return false;
  return globalThis.atriumServesHost(host).catch(() => false);
}

/** The address `hops` trusted proxies away; with none, the socket's own. */
function clientIp(req) {
  const forwarded = String(req.headers["x-forwarded-for"] ?? "").split(",");
  const chain = [...forwarded.map((part) => part.trim()).filter(Boolean), req.socket.remoteAddress ?? ""];
  const ip = chain[chain.length - 1 - hops] ?? req.socket.remoteAddress ?? "";
  return ip.startsWith("::ffff:") ? ip.slice(7) : ip;
}

function refuse(res, status, title, requestId) {
  const code = title.toLowerCase().replaceAll(" ", "_");
  const body = { type: "about:blank", title, status, code, request_id: requestId };
  res.writeHead(status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
    connection: "close",
  });
  res.end(JSON.stringify(body));
}

const server = http.createServer(
  { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
  async (req, res) => {
    const offered = String(req.headers["x-request-id"] ?? "");
    const requestId = REQUEST_ID.test(offered) ? offered : randomUUID();
    if (!METHODS.has(req.method ?? "")) return refuse(res, 405, "Method not allowed", requestId);
    if (!req.url?.startsWith("/") || req.url.startsWith("//"))
      return refuse(res, 400, "Invalid request", requestId);
    const hosts = req.headersDistinct.host ?? [];
    const isServed = hosts.length === 1 && (isOurHost(hosts[0]) || (await isTenantsHost(hosts[0])));
    if (!isServed) return refuse(res, 421, "Misdirected request", requestId);
    if (BODY_METHODS.has(req.method ?? "")) {
      if (req.headers["transfer-encoding"]) return refuse(res, 411, "Length required", requestId);
      if (Number(req.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
        return refuse(res, 413, "Payload too large", requestId);
      }
    }
    const ip = clientIp(req);
    for (const name of Object.keys(req.headers)) {
      if (STRIPPED.test(name) && !DEV_NAMES.has(name)) delete req.headers[name];
    }
    req.headers["x-request-id"] = requestId;
    req.headers["x-client-ip"] = ip;
    req.headers["x-forwarded-host"] = req.headers.host;
    req.headers["x-forwarded-proto"] = root.protocol.slice(0, -1);
    handle(req, res).catch((error) => {
      console.error(JSON.stringify({ level: "error", msg: "unhandled", requestId, error: String(error) }));
      if (!res.headersSent) refuse(res, 503, "Service unavailable", requestId);
    });
  },
);

// Only the development server speaks WebSocket (hot reload).
server.on("upgrade", (req, socket, head) => {
  if (dev) upgrade(req, socket, head);
  else socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
});

server.listen(port, listenHost, () => console.log(`web ready on ${root.origin}`));

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => {
    server.close(async () => {
      await Promise.allSettled([...(globalThis.atriumShutdown ?? [])].map((task) => task()));
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 5_000).unref();
  });
}
