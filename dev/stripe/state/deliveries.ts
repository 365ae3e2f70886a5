import { createHmac } from "node:crypto";
import type { Delivery } from "./private-state";
import type { World } from "./world";

const TIMEOUT_MS = 10_000;
const MAX_ATTEMPTS = 12;
const LONGEST_WAIT_MS = 60_000;

/**
 * Posts queued events to their endpoints, one after the other in the order they happened. An endpoint that
 * does not answer 2xx gets the event again after 1, 2, 4 … 60 seconds; the other events do not wait for it.
 */
export class Deliverer {
  private running: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly abort = new AbortController();

  constructor(
    private readonly world: World,
    private readonly firstRetryMs: number,
  ) {}

  /** Delivers what is due, soon. Cheap to call often. */
  wake(): void {
    if (this.stopped || this.running || this.world.store.privateState.deliveryHeld) return;
    clearTimeout(this.timer);
    this.running = this.run().finally(() => {
      this.running = null;
      this.schedule();
    });
  }

  /** Waits until nothing is due; what waits for a retry stays queued. */
  async settle(): Promise<void> {
    this.wake();
    while (this.running) await this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.abort.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    // Lets the request that emitted the events finish first, as Stripe does.
    await new Promise((resolve) => setImmediate(resolve));
    for (let next = this.due(); next && !this.stopped; next = this.due()) await this.attempt(next);
  }

  private due(): Delivery | undefined {
    const { privateState } = this.world.store;
    if (privateState.deliveryHeld) return undefined;
    const now = Date.now();
    return privateState.deliveries.find((delivery) => delivery.nextAttemptAtMs <= now);
  }

  private schedule(): void {
    const { privateState } = this.world.store;
    if (this.stopped || privateState.deliveryHeld || privateState.deliveries.length === 0) return;
    const earliest = Math.min(...privateState.deliveries.map((delivery) => delivery.nextAttemptAtMs));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), Math.max(10, earliest - Date.now()));
    this.timer.unref();
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { store } = this.world;
    const event = store.find("event", delivery.eventId);
    const endpoint = store.find("webhook_endpoint", delivery.endpointId);
    if (!event || endpoint?.status !== "enabled") return this.drop(delivery);
    delivery.attempts += 1;
    try {
      const secret = store.privateState.webhookSecrets[endpoint.id] ?? "";
      const answer = await fetch(endpoint.url, {
        ...signedRequest(JSON.stringify(event, null, 2), secret),
        redirect: "manual",
        signal: AbortSignal.any([this.abort.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the endpoint answered ${answer.status}`);
      event.pending_webhooks = Math.max(0, event.pending_webhooks - 1);
      this.drop(delivery);
    } catch (error) {
      this.postpone(delivery, error);
    }
    this.world.onChange();
  }

  private postpone(delivery: Delivery, error: unknown): void {
    if (this.stopped) {
      delivery.attempts -= 1;
      return;
    }
    delivery.lastError = error instanceof Error ? error.message : String(error);
    if (delivery.attempts >= MAX_ATTEMPTS) {
      this.drop(delivery);
      return;
    }
    const wait = Math.min(this.firstRetryMs * 2 ** (delivery.attempts - 1), LONGEST_WAIT_MS);
    delivery.nextAttemptAtMs = Date.now() + wait;
  }

  private drop(delivery: Delivery): void {
    const { privateState } = this.world.store;
    privateState.deliveries = privateState.deliveries.filter((other) => other !== delivery);
  }
}

/** A POST as Stripe signs it: HMAC-SHA256 over `<seconds>.<body>`. */
export function signedRequest(body: string, secret: string, seconds = Math.floor(Date.now() / 1000)) {
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": `t=${seconds},v1=${signature}`,
      "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    },
  };
}
