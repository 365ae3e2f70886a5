import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { codeIn, inboxPage, messagePage, notFoundPage } from "./page";
import type { Message, MessageStore } from "./store";

const MAX_WAIT_MS = 30_000;
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'";
// A message is untrusted: no script, no form, and an origin of its own.
const MESSAGE_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'";

const ASSETS: Record<string, string> = { "inbox.css": "text/css", "inbox.js": "text/javascript" };

/** The inbox for people (/, /m/:id) and its API for tests (/messages). */
export function createHttpServer(store: MessageStore): Server {
  return createServer((request, response) => {
    handle(store, request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) sendJson(response, 500, { error: "internal error" });
    });
  });
}

async function handle(
  store: MessageStore,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mailbox");
  // Other sites' pages may not read codes through a name that resolves to this machine.
  if (!isLocalHost(request.headers.host)) return sendJson(response, 421, { error: "unknown host" });
  if (request.method === "DELETE") return remove(store, request, url, response);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return sendJson(response, 405, { error: "method not allowed" });
  }
  const [, collection = "", name = ""] = url.pathname.split("/");
  if (collection === "") return sendHtml(response, 200, inboxPage(store.find().toReversed()), PAGE_POLICY);
  if (collection === "m") {
    const message = store.get(name);
    if (message) return sendHtml(response, 200, messagePage(message), PAGE_POLICY);
  }
  if (collection === "messages") return answerMessages(store, name, url, response);
  const type = collection === "assets" ? ASSETS[name] : undefined;
  if (type) return sendAsset(response, name, type);
  return sendHtml(response, 404, notFoundPage(), PAGE_POLICY);
}

async function answerMessages(
  store: MessageStore,
  name: string,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  if (name === "") {
    const { to, subject, since, wait } = Object.fromEntries(url.searchParams);
    const query = { to, subject, since: since ? Number(since) : undefined };
    const waitMs = Math.min(Number(wait) || 0, MAX_WAIT_MS);
    const found = await store.waitFor(query, waitMs);
    return sendJson(response, 200, found.map(withCode));
  }
  const message = store.get(name.replace(/\.html$/, ""));
  if (!message) return sendJson(response, 404, { error: "no such message" });
  if (!name.endsWith(".html")) return sendJson(response, 200, withCode(message));
  const html = message.html ? withLinksInNewTab(message.html) : plainTextPage(message.text);
  return sendHtml(response, 200, html, MESSAGE_POLICY);
}

/** A link inside the frame of the message must not load the product inside that frame. */
function withLinksInNewTab(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}

async function sendAsset(response: ServerResponse, name: string, type: string): Promise<void> {
  const body = await readFile(new URL(`assets/${name}`, import.meta.url));
  response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
  response.end(body);
}

/** Tests want the six-digit code without reading the mail. */
function withCode(message: Message): Message & { code: string | null } {
  return { ...message, code: codeIn(message) ?? null };
}

function remove(store: MessageStore, request: IncomingMessage, url: URL, response: ServerResponse): void {
  const site = request.headers["sec-fetch-site"];
  if (url.pathname !== "/messages") {
    sendJson(response, 404, { error: "not found" });
  } else if (site && site !== "same-origin") {
    sendJson(response, 403, { error: "other sites may not empty the mailbox" });
  } else {
    store.clear();
    sendJson(response, 200, { ok: true });
  }
}

function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|\[::1\]|([a-z0-9-]+\.)*localhost)(:\d+)?$/i.test(host ?? "");
}

function plainTextPage(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<!doctype html><meta charset="utf-8"><pre style="font:14px/1.5 system-ui;white-space:pre-wrap">${escaped}</pre>`;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function sendHtml(response: ServerResponse, status: number, body: string, policy: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  response.end(body);
}
