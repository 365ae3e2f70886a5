import type { Case } from "./cases/cases-of";
import type { Answer } from "./transport";
import type { World } from "./world";

export type Verdict = "kept" | "leak" | "server_error" | "limited";

/** Answers that a plan, a rate or a suspension gave prove nothing about tenants. */
const LIMITED = new Set([402, 423, 429]);
/** What differs between two answers to the same question. */
const VOLATILE_HEADERS =
  /^(date|x-request-id|set-cookie|etag|keep-alive|connection|content-length|ratelimit.*|x-ratelimit.*|x-quota.*|retry-after)$/;

/** True when the text holds something that only tenant B has. */
export function holdsCanary(text: string, world: World): boolean {
  return holdsSecret(text, world) || text.includes(world.publicName);
}

/** The same for a page of tenant B's own host: its sign-in page tells everybody what the workspace is called. */
export function holdsSecret(text: string, world: World): boolean {
  return text.toLowerCase().includes(world.canary.toLowerCase());
}

/** Judges one answer; `twin` is the answer to the same request with an id that exists nowhere. */
export function judge(test: Case, answer: Answer, twin: Answer | null, world: World): Verdict {
  const whole = answer.body + JSON.stringify(answer.headers);
  const isTheirPage = test.slot === "page" && test.attempt.host.startsWith(`${world.b.slug}.`);
  if (isTheirPage ? holdsSecret(whole, world) : holdsCanary(whole, world)) return "leak";
  if (answer.status === 503 && answer.body.includes('"tenant_unavailable"')) return "limited";
  if (answer.status >= 500) return "server_error";
  if (LIMITED.has(answer.status)) return "limited";
  const succeeded = answer.status >= 200 && answer.status < 300;
  if (succeeded && holdsForeignId(answer.body, world)) return "leak";
  if (!twin || LIMITED.has(twin.status)) return "kept";
  // What was made or listed differs by its own ids and times; refusals must not differ at all.
  if (test.slot !== "path" && succeeded) return answer.status === twin.status ? "kept" : "leak";
  const [id, other] = test.ids ?? ["", ""];
  const same = fingerprint(answer, id) === fingerprint(twin, other);
  return same ? "kept" : "leak";
}

function holdsForeignId(text: string, world: World): boolean {
  return Object.values(world.foreign).some((id) => text.includes(id));
}

/** Status, headers and body without what changes from one request to the next. */
function fingerprint(answer: Answer, id: string): string {
  const headers = Object.entries(answer.headers)
    .filter(([name]) => !VOLATILE_HEADERS.test(name))
    .sort(([a], [b]) => a.localeCompare(b));
  const named = id ? answer.body.replaceAll(id, "<id>") : answer.body;
  const body = named.replaceAll(/"(request_id|decision_id)":"[^"]*"/g, '"$1":""');
  return JSON.stringify([answer.status, headers, body]);
}
