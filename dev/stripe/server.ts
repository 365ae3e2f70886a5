import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerControl } from "./controls";
import { answerApi } from "./http/api";
import { readBody } from "./http/body";
import { misbehave, takeFault } from "./http/faults";
import { answerPage } from "./pages/pages";
import { configureWebhook } from "./resources/webhook-endpoints";
import { Deliverer } from "./state/deliveries";
import { Saver } from "./state/saver";
import { World } from "./state/world";
import { tick } from "./subscriptions/tick";

export type StripeSimulatorOptions = {
  /** 0 picks a free port. */
  port: number;
  /** Keeps the state across restarts; without it the state is gone at close. */
  dataFile?: string;
  /** Endpoint of the application; without it only endpoints made through the API get events. */
  webhookUrl?: string;
  webhookSecret: string;
  /** Address under which browsers reach the hosted pages, when it is not the loopback address. */
  publicUrl?: string;
  /** Wait before the first retry of a webhook; doubles with each retry. */
  firstRetryMs?: number;
};

export type StripeSimulator = {
  /** Value for STRIPE_API_BASE. */
  url: string;
  port: number;
  /** The objects themselves, for tests in the same process. */
  world: World;
  /** Waits until every due webhook was attempted. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

const HOST = "127.0.0.1";
const TICK_MS = 1_000;

/**
 * Starts a Stripe of one's own on the loopback interface: the API under /v1, hosted pages, signed webhooks
 * and, under /_sim, the switches that Stripe has no API for.
 */
export async function startStripeSimulator(options: StripeSimulatorOptions): Promise<StripeSimulator> {
  let world: World | undefined;
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    if (world) void answer(world, deliverer, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${HOST}:${port}`;
  world = new World(options.publicUrl ?? url);
  const deliverer = new Deliverer(world, options.firstRetryMs ?? 1_000);
  if (options.dataFile) world.store.load(options.dataFile);
  const saver = options.dataFile ? new Saver(world.store, options.dataFile) : null;
  world.onChange = () => saver?.schedule();
  world.onEvent = () => deliverer.wake();
  configureWebhook(world, options.webhookUrl, options.webhookSecret);
  const running = world;
  const ticker = setInterval(() => tick(running), TICK_MS);
  tick(world);
  deliverer.wake();
  return {
    url,
    port,
    world,
    settle: () => deliverer.settle(),
    async close() {
      clearInterval(ticker);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await deliverer.stop();
      saver?.saveNow();
    },
  };
}

async function answer(
  world: World,
  deliverer: Deliverer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isOwnHost(world, request.headers.host)) {
      response
        .writeHead(421, { "content-type": "text/plain" })
        .end("The Stripe simulator answers only on localhost.\n");
      return;
    }
    const path = request.url ?? "/";
    if (isFromAnotherSite(request) && !path.startsWith("/v1/")) {
      response.writeHead(403, { "content-type": "text/plain" }).end("Forms of other sites are refused.\n");
      return;
    }
    const body = await readBody(request);
    if (body === null) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const isApi = /^\/v[12]\//.test(path);
    const fault = isApi ? takeFault(world, request.method ?? "GET", path) : undefined;
    if (fault && (await misbehave(fault, response))) return;
    if (isApi) answerApi(world, request, body, response);
    else if (path.startsWith("/_sim/")) await answerControl(world, deliverer, request, body, response);
    else answerPage(world, request, body, response);
  } catch (error) {
    console.error("The Stripe simulator failed:", error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}

function isFromAnotherSite(request: IncomingMessage): boolean {
  return request.method === "POST" && /^(cross|same)-site$/.test(String(request.headers["sec-fetch-site"]));
}

/** A page on another site must not reach the controls through a name that resolves to this machine. */
function isOwnHost(world: World, host: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/, "");
  return name === new URL(world.publicUrl).hostname || /^(127\.0\.0\.1|\[::1\]|(.+\.)?localhost)$/.test(name);
}
