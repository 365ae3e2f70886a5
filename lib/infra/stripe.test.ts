import { describe, expect, test } from "vitest";
import { parseEnv } from "./env";
import { isLiveKey, stripeOptions } from "./stripe";

const base = {
  DATABASE_URL: "postgres://localhost/x",
  DATABASE_ROLES_SECRET: "x".repeat(32),
  NEXTAUTH_SECRET: "x".repeat(32),
  ENCRYPTION_KEY: "x".repeat(32),
  SMTP_URL: "smtp://localhost:25",
  STRIPE_SECRET_KEY: "sk_live_abc",
  STRIPE_WEBHOOK_SECRET: "whsec_abc",
};

describe("the Stripe client", () => {
  test("talks to the real Stripe when no other address is set", () => {
    const options = stripeOptions(parseEnv(base));
    expect(options.host).toBeUndefined();
    expect(options.port).toBeUndefined();
    expect(options.protocol).toBeUndefined();
  });

  test("talks to the stand-in that STRIPE_API_BASE names", () => {
    const options = stripeOptions({ STRIPE_API_BASE: "http://127.0.0.1:12111" });
    expect(options).toMatchObject({ protocol: "http", host: "127.0.0.1", port: "12111" });
  });

  test("is never given a live key for a stand-in", () => {
    expect(() => parseEnv({ ...base, STRIPE_API_BASE: "http://127.0.0.1:12111" })).toThrow(
      /STRIPE_SECRET_KEY/,
    );
  });

  test("knows which keys take real money", () => {
    expect(["sk_live_a", "rk_live_a", "sk_test_a", "rk_test_a"].map(isLiveKey)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
