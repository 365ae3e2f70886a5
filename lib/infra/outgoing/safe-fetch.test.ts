import http from "node:http";
import type { AddressInfo } from "node:net";
import net from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isBlockedAddress } from "./blocked-address";
import type { Resolver } from "./resolve-public";
import { safeFetch } from "./safe-fetch";

// Counts connections, not requests: none may even begin.
let reached = 0;
let canary: net.Server;
let canaryV6: net.Server;
let port: number;
/** A public-looking host that redirects wherever it is told; reached as a test host. */
let redirector: http.Server;
let redirectorPort: number;
let seen: http.IncomingHttpHeaders[] = [];

beforeAll(async () => {
  const count = (socket: net.Socket) => {
    reached += 1;
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\ncanary");
  };
  canary = net.createServer(count);
  await new Promise<void>((done) => canary.listen(0, "127.0.0.1", done));
  ({ port } = canary.address() as AddressInfo);
  canaryV6 = net.createServer(count);
  await new Promise<void>((done) => canaryV6.once("error", () => done()).listen(port, "::1", done));
  redirector = http.createServer((request, response) => {
    seen.push(request.headers);
    const to = new URL(request.url ?? "/", "http://x").searchParams.get("to");
    const status = Number(new URL(request.url ?? "/", "http://x").searchParams.get("status") ?? 302);
    if (to) response.writeHead(status, { location: Buffer.from(to).toString("latin1") }).end();
    else if (request.url === "/large") response.end(Buffer.alloc(1_048_577));
    else if (request.url === "/slow") setTimeout(() => response.end("late"), 2_000).unref();
    else response.end("ok");
  });
  await new Promise<void>((done) => redirector.listen(0, "127.0.0.1", done));
  redirectorPort = (redirector.address() as AddressInfo).port;
});
afterAll(() => {
  for (const server of [canary, canaryV6, redirector]) server.close();
});
beforeEach(() => {
  reached = 0;
  seen = [];
});

const HOSTS = `
  127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 017700000001 0x7f000001 0x7f.0.0.1
  0x7f.1 0177.0.0.1 0177.0x0.0.01 127.0.0.1. 0 0.0.0.0 00.00.00.00 0x0
  １２７.0.0.1 127。0。0。1 ①②⑦.0.0.1 [::1] [::] [0:0:0:0:0:0:0:1] [0000::0001] [::127.0.0.1]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1]
  [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2001::7f00:1] [2001:db8::1] [fe80::1]
  [fec0::1] [fc00::1] [fd00:ec2::254] [ff02::1] [100::1] [3fff::1] [5f00::1] 169.254.169.254
  169.254.170.2 0xa9fea9fe 2852039166 [::ffff:169.254.169.254] [::ffff:a9fe:a9fe] 100.100.100.200
  10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.0.0.192 192.0.2.1 198.18.0.1
  198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 localhost LOCALHOST
  localhost. sub.localhost ip6-localhost
`
  .trim()
  .split(/\s+/);

const LOOPBACK: Resolver = async () => [{ address: "127.0.0.1", family: 4 }];
const refused = { code: "upstream_failed" };

test("the list holds at least sixty spellings", () => expect(new Set(HOSTS).size).toBeGreaterThanOrEqual(60));

test("no spelling of an inner address is reached, straight, on any port or scheme", async () => {
  for (const host of HOSTS) {
    for (const url of [
      `https://${host}:${port}/`,
      `https://${host}:8443/`,
      `https://${host}/`,
      `http://${host}:${port}/`,
    ]) {
      await expect(safeFetch(url, { testHosts: [], resolver: LOOPBACK }), url).rejects.toMatchObject(refused);
    }
  }
  expect(reached).toBe(0);
});

test("nor by a redirect", async () => {
  const testHosts = [`127.0.0.1:${redirectorPort}`];
  for (const host of HOSTS) {
    for (const to of [`https://${host}:8443/`, `http://${host}:${port}/`, `//${host}:${port}/`]) {
      const url = `http://127.0.0.1:${redirectorPort}/?to=${encodeURIComponent(to)}`;
      await expect(safeFetch(url, { testHosts, resolver: LOOPBACK }), to).rejects.toMatchObject(refused);
    }
  }
  expect(reached).toBe(0);
});

const literals = HOSTS.map((host) => host.replace(/^\[|\]$/g, "")).filter((host) => net.isIP(host) > 0);

test("nor by a name that answers with one, alone, or mixed with a public one in any order", async () => {
  for (const address of literals) {
    const inner = { address, family: net.isIP(address) };
    for (const other of ["93.184.216.34", "2606:2800:220:1::1"]) {
      const outer = { address: other, family: net.isIP(other) };
      for (const answers of [[inner], [outer, inner], [inner, outer]]) {
        const call = safeFetch("https://rebind.example:8443/", {
          testHosts: [],
          resolver: async () => answers,
        });
        await expect(call, address).rejects.toMatchObject({ details: { reason: "address_blocked" } });
      }
    }
  }
  expect(reached).toBe(0);
});

test("nor by a name that answers well first and badly afterwards: the checked address is the one used", async () => {
  let asked = 0;
  const rebinding: Resolver = async () => {
    asked += 1;
    return asked === 1 ? [{ address: "192.88.100.1", family: 4 }] : LOOPBACK("");
  };
  const call = safeFetch("https://rebind.example:8443/", {
    testHosts: [],
    resolver: rebinding,
    connectMs: 300,
  });
  await expect(call).rejects.toMatchObject(refused);
  expect([asked, reached]).toEqual([1, 0]);
});

test("known-bad control: a plain request reaches the canary", async () => {
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("canary");
  expect(await (await fetch(`http://0x7f.1:${port}/`)).text()).toBe("canary");
  expect(reached).toBe(2);
});

test.each([
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com/",
  "data:text/plain,x",
  "javascript:1",
  "https://",
  "https://user@example.com/",
  "https://user:pass@example.com/",
  "https://example.com:22/",
  "https://example.com:80/",
  "http://example.com/",
  "//example.com",
  "example.com",
  "",
])("refuses %s", async (url) => {
  const call = safeFetch(url, {
    testHosts: [],
    resolver: async () => [{ address: "93.184.216.34", family: 4 }],
  });
  await expect(call).rejects.toMatchObject({ details: { reason: "url_not_allowed" } });
});

test("follows three redirects and no fourth, and takes no secret to another origin", async () => {
  const self = `http://127.0.0.1:${redirectorPort}`;
  const other = `http://localhost:${redirectorPort}`;
  const testHosts = [`127.0.0.1:${redirectorPort}`, `localhost:${redirectorPort}`];
  const chain = (hops: number, end: string): string =>
    hops === 0 ? end : `${self}/?to=${encodeURIComponent(chain(hops - 1, end))}`;
  expect((await safeFetch(chain(3, `${self}/`), { testHosts })).body.toString()).toBe("ok");
  await expect(safeFetch(chain(4, `${self}/`), { testHosts })).rejects.toMatchObject({
    details: { reason: "too_many_redirects" },
  });
  seen = [];
  const headers = {
    authorization: "Bearer x",
    cookie: "a=b",
    "webhook-signature": "v1,x",
    accept: "text/plain",
  };
  await safeFetch(chain(1, `${other}/`), { testHosts, headers, resolver: LOOPBACK });
  expect(seen[0]).toMatchObject(headers);
  expect(seen[1]).toMatchObject({ accept: "text/plain" });
  for (const name of ["authorization", "cookie", "webhook-signature"])
    expect(seen[1]).not.toHaveProperty(name);
});

test("stops at 1 MB and at its deadline", async () => {
  const testHosts = [`127.0.0.1:${redirectorPort}`];
  const self = `http://127.0.0.1:${redirectorPort}`;
  const reason = (name: string) => ({ details: { reason: name } });
  await expect(safeFetch(`${self}/large`, { testHosts })).rejects.toMatchObject(reason("too_large"));
  await expect(safeFetch(`${self}/slow`, { testHosts, totalMs: 150 })).rejects.toMatchObject(
    reason("timed_out"),
  );
});

test("public addresses are not blocked (control)", () => {
  for (const address of [
    "93.184.216.34",
    "8.8.8.8",
    "2606:4700::1111",
    "2a00:1450:400e::8a",
    "::ffff:8.8.8.8",
  ])
    expect(isBlockedAddress(address), address).toBe(false);
});
