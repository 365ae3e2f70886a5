import { describe, expect, test } from "vitest";
import { keyringOf } from "./keyring";
import { keyringFault } from "./keyring-text";
import { open, seal } from "./sealed-box";

const OLD = "an-old-master-key-of-32-characters!!";
const NEW = Buffer.alloc(32, 9).toString("base64");
const before = keyringOf({ ENCRYPTION_KEY: OLD });
const during = keyringOf({
  ENCRYPTION_KEY: OLD,
  ENCRYPTION_KEYS: `k2:${NEW}`,
  ENCRYPTION_KEY_CURRENT: "k2",
});
const after = keyringOf({ ENCRYPTION_KEYS: `k2:${NEW}`, ENCRYPTION_KEY_CURRENT: "k2" });

describe("the platform's sealed box", () => {
  test("names its key, and opens while that key is configured", () => {
    const old = seal("secret", "here", before);
    expect(old).toMatch(/^v1\.main\./);
    expect(open(old, "here", during)).toBe("secret");
    expect(() => open(old, "here", after)).toThrow(/main is not configured/);
    const fresh = seal("secret", "here", during);
    expect(fresh).toMatch(/^v1\.k2\./);
    expect(open(fresh, "here", after)).toBe("secret");
    expect(() => open(fresh, "there", after)).toThrow();
  });

  test("opens what was sealed before keys had names", () => {
    const [version, , ...rest] = seal("secret", "here", before).split(".");
    expect(open([version, ...rest].join("."), "here", during)).toBe("secret");
  });
});

describe("a faulty keyring", () => {
  test.each([
    [{}, "ENCRYPTION_KEY"],
    [{ ENCRYPTION_KEYS: `k2:${NEW}` }, "ENCRYPTION_KEY_CURRENT"],
    [{ ENCRYPTION_KEY: OLD, ENCRYPTION_KEY_CURRENT: "k9" }, "ENCRYPTION_KEY_CURRENT"],
    [{ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS: "k2:c2hvcnQ=" }, "ENCRYPTION_KEYS"],
    [{ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS: `g1:${NEW}` }, "ENCRYPTION_KEYS"],
    [{ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS: `main:${NEW}` }, "ENCRYPTION_KEYS"],
    [{ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS: `k2:${NEW},k2:${NEW}` }, "ENCRYPTION_KEYS"],
    [{ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS: "nonsense" }, "ENCRYPTION_KEYS"],
  ])("%# is named", (text, name) => expect(keyringFault(text)?.name).toBe(name));

  test("a good one has none", () =>
    expect(keyringFault({ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS: `k2:${NEW}, k3:${NEW}` })).toBeNull());
});
