import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, api, SESSION_EXPIRED_EVENT } from "@/lib/api/client";

const fetchStub = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const type = status >= 400 ? "application/problem+json" : "application/json";
  fetchStub.mockResolvedValueOnce(
    new Response(status === 204 ? null : JSON.stringify(body), {
      status,
      headers: { "content-type": type, ...headers },
    }),
  );
}

async function refusalOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.catch((caught: unknown) => caught);
  if (error instanceof ApiError) return error;
  throw new Error("expected an ApiError");
}

function sent(): { url: string; init: RequestInit; headers: Headers } {
  const call = fetchStub.mock.calls[0];
  if (!call) throw new Error("nothing was sent");
  return { url: call[0], init: call[1], headers: new Headers(call[1].headers) };
}

beforeEach(() => vi.stubGlobal("fetch", fetchStub));
afterEach(() => {
  fetchStub.mockReset();
  vi.unstubAllGlobals();
});

describe("api", () => {
  it("resolves paths below /api/v1 and leaves out empty search parameters", async () => {
    answer(200, { data: [] });
    await api.get("/agents", { query: { q: "a b", cursor: null, role: "", limit: 25 } });
    expect(sent().url).toBe("/api/v1/agents?q=a+b&limit=25");
  });

  it("keeps paths of the other handlers", async () => {
    answer(200, {});
    await api.post("/api/auth-flows/sign-out");
    expect(sent().url).toBe("/api/auth-flows/sign-out");
  });

  it("gives every POST its own idempotency key and no GET one", async () => {
    answer(201, {});
    await api.post("/agents", { body: { name: "x" } });
    expect(sent().headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent().headers.get("content-type")).toBe("application/json");
    fetchStub.mockReset();
    answer(200, {});
    await api.get("/agents");
    expect(sent().headers.has("idempotency-key")).toBe(false);
  });

  it("answers undefined for 204", async () => {
    answer(204, undefined);
    expect(await api.delete("/agents/1")).toBeUndefined();
  });

  it("checks the answer with a given schema", async () => {
    answer(200, { wrong: true });
    const schema = {
      parse: () => {
        throw new TypeError("does not fit");
      },
    };
    await expect(api.get("/agents", { schema })).rejects.toThrow("does not fit");
  });
});

describe("a refusal", () => {
  it("becomes an ApiError with everything the problem document says", async () => {
    answer(
      429,
      {
        title: "Too many requests",
        detail: "Slow down.",
        code: "rate_limited",
        request_id: "req_1",
        decision_id: "dec_1",
        reason: "burst",
        subject: "api_calls",
        errors: [{ path: "name", code: "too_long", message: "Too long." }, { nonsense: true }],
      },
      { "retry-after": "17" },
    );
    const error = await refusalOf(api.get("/agents"));
    expect(error).toMatchObject({
      status: 429,
      code: "rate_limited",
      message: "Slow down.",
      requestId: "req_1",
      decisionId: "dec_1",
      reason: "burst",
      subject: "api_calls",
      retryAfterSeconds: 17,
      errors: [{ path: "name", code: "too_long", message: "Too long." }],
    });
  });

  it("without a problem document still tells status and request id", async () => {
    fetchStub.mockResolvedValueOnce(
      new Response("<html>", {
        status: 502,
        headers: { "content-type": "text/html", "x-request-id": "req_2" },
      }),
    );
    const error = await refusalOf(api.get("/agents"));
    expect(error).toMatchObject({ status: 502, code: "unexpected_response", requestId: "req_2" });
  });

  it("for lack of a connection has status 0", async () => {
    fetchStub.mockRejectedValueOnce(new TypeError("fetch failed"));
    expect(await refusalOf(api.get("/agents"))).toMatchObject({ status: 0, code: "network_error" });
  });
});

describe("a lost session", () => {
  const listener = vi.fn();
  beforeEach(() => window.addEventListener(SESSION_EXPIRED_EVENT, listener));
  afterEach(() => {
    window.removeEventListener(SESSION_EXPIRED_EVENT, listener);
    listener.mockReset();
  });

  it("is announced once per 401", async () => {
    answer(401, { code: "unauthenticated" });
    await refusalOf(api.get("/agents"));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("is not announced for a wrong password", async () => {
    answer(401, { code: "unauthenticated", reason: "credentials_invalid" });
    await refusalOf(api.post("/api/auth-flows/sign-in", { body: {} }));
    expect(listener).not.toHaveBeenCalled();
  });
});
