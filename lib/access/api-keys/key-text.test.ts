import { expect, test } from "vitest";
import { makeKeyText, parseKeyText } from "./key-text";

test("a made key parses into its parts, and no two are alike", () => {
  const key = makeKeyText();
  expect(key.text).toMatch(/^ak_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
  expect(parseKeyText(key.text)).toEqual({
    keyId: key.keyId,
    secret: key.secret,
    isPersonal: false,
  });
  const token = makeKeyText("personal");
  expect(parseKeyText(token.text)).toMatchObject({ secret: token.secret, isPersonal: true });
  expect(parseKeyText(token.text.replace("atp_", "ak_"))).toBeNull();
  expect(makeKeyText().text).not.toBe(key.text);
});

test("a key with one wrong character is no key", () => {
  const { text } = makeKeyText();
  for (let at = 8; at < text.length; at += 1) {
    const other = text[at] === "x" ? "y" : "x";
    expect(parseKeyText(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
  }
  expect(parseKeyText(`${text} `)).toBeNull();
  expect(parseKeyText("")).toBeNull();
});
