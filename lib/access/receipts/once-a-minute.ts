import "server-only";
import { onceAProcess } from "@/lib/infra/once-a-process";

const MOST_KNOWN = 5_000;
const MINUTE_MS = 60_000;

/** `kept`: there is a receipt to open. */
export type Receipt = { id: string; kept: boolean };

/** Receipts of this minute, by what makes two refusals equal. */
const recent = onceAProcess("recentReceipts", () => new Map<string, Promise<Receipt>>());

/** Equal refusals within a minute have one receipt, and only the first costs a write. */
export function onceAMinute(key: string, write: (minute: Date) => Promise<Receipt>): Promise<Receipt> {
  const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const known = recent.get(`${key}:${minute}`);
  if (known) return known;
  if (recent.size >= MOST_KNOWN) recent.clear();
  const receipt = write(new Date(minute));
  recent.set(`${key}:${minute}`, receipt);
  return receipt;
}
