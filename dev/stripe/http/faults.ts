import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../state/private-state";
import type { World } from "../state/world";

const HANG_MS = 120_000;

/** Faults that the next API requests meet, in the order they were asked for. */
export function takeFault(world: World, method: string, path: string): Fault | undefined {
  const { faults } = world.store.privateState;
  const fault = faults.find((candidate) => `${method} ${path}`.includes(candidate.match ?? ""));
  if (!fault) return undefined;
  fault.times -= 1;
  if (fault.times <= 0) world.store.privateState.faults = faults.filter((other) => other !== fault);
  return fault;
}

/**
 * Misbehaves as Stripe or the network would. `slow` and `lost_answer` let the request do its work.
 * @returns whether the request is finished with
 */
export async function misbehave(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case "slow":
      await sleep(fault.delayMs ?? 1_000);
      return false;
    case "lost_answer":
      loseAnswer(response);
      return false;
    case "hang":
      await Promise.race([sleep(HANG_MS, undefined, { ref: false }), closed(response)]);
      response.destroy();
      return true;
    case "reset":
      response.socket?.destroy();
      return true;
    case "garbage":
      response.writeHead(200, { "content-type": "application/json" }).end("<html>not JSON");
      return true;
    case "rate_limit":
      sendError(
        response,
        429,
        "invalid_request_error",
        "Too many requests hit the API too quickly.",
        "rate_limit",
      );
      return true;
    case "error":
      sendError(response, 500, "api_error", "An unknown error occurred.");
      return true;
    default:
      return fault.kind satisfies never;
  }
}

function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once("close", resolve));
}

/** The request is carried out and its answer never arrives. */
function loseAnswer(response: ServerResponse): void {
  response.writeHead = () => response;
  response.end = () => {
    response.socket?.destroy();
    return response;
  };
}

function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  code?: string,
): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { ...(code && { code }), message, type } }));
}
