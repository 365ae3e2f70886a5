import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import type { World } from "../state/world";
import { checkoutPage } from "./checkout";
import { dashboardPage } from "./dashboard";
import { invoicePage, invoicePdf } from "./invoice";
import { portalPage } from "./portal";
import { notFound, type PageReply, type PageRequest } from "./reply";

type Page = (world: World, request: PageRequest) => PageReply;

const PAGES: Record<string, Page> = {
  "": dashboardPage,
  dashboard: dashboardPage,
  checkout: checkoutPage,
  portal: portalPage,
  invoice: invoiceOrPdf,
};
const STYLES = readFileSync(path.join(import.meta.dirname, "../assets/simulator.css"));

/** Answers a request to one of the hosted pages. They work without scripts. */
export function answerPage(
  world: World,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? "/", "http://simulator");
  if (url.pathname === "/assets/simulator.css") {
    response.writeHead(200, { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=300" });
    response.end(STYLES);
    return;
  }
  const [, area = "", id = "", ...rest] = url.pathname.split("/");
  const page = PAGES[area];
  const reply: PageReply = page
    ? page(world, {
        method: request.method ?? "GET",
        id,
        rest: rest.join("/"),
        query: url.searchParams,
        form: Object.fromEntries(new URLSearchParams(body)),
      })
    : notFound();
  if (request.method === "POST") world.onChange();
  send(response, reply);
}

function invoiceOrPdf(world: World, request: PageRequest): PageReply {
  return request.rest === "pdf" ? invoicePdf(world, request.id) : invoicePage(world, request);
}

function send(response: ServerResponse, reply: PageReply): void {
  const headers = {
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  if ("redirect" in reply) {
    response.writeHead(303, { ...headers, location: reply.redirect }).end();
  } else if ("pdf" in reply) {
    const disposition = `inline; filename="${reply.name}.pdf"`;
    response.writeHead(200, {
      ...headers,
      "content-type": "application/pdf",
      "content-disposition": disposition,
    });
    response.end(reply.pdf);
  } else {
    response.writeHead(reply.status ?? 200, { ...headers, "content-type": "text/html; charset=utf-8" });
    response.end(reply.page.text);
  }
}
