import { describe, expect, test } from "vitest";
import { ValidationError } from "@/lib/core/errors";
import { passwordStrength } from "@/lib/core/password-strength";
import { assertPassword } from "./assert-password";
import common from "./common-passwords.json";

const ME = ["eva.jansen@bakkerij.example", "Eva", "Jansen"];

function refusal(password: string, context: string[] = ME): string | null {
  try {
    assertPassword(password, context);
    return null;
  } catch (error) {
    return error instanceof ValidationError ? (error.details.errors?.[0]?.code ?? null) : "other error";
  }
}

test("every one of the common passwords that are long enough is refused", () => {
  const list = common.whole.split(" ");
  expect(list.length).toBeGreaterThanOrEqual(3000);
  expect(list.filter((password) => password.length < 12)).toEqual([]);
  expect(list.filter((password) => refusal(password, []) !== "password_common")).toEqual([]);
});

describe("refuses", () => {
  test.each([
    ["short", "password_too_short"],
    ["elevenchars", "password_too_short"],
    ["x".repeat(129), "password_too_long"],
    ["Password1234", "password_common"],
    ["P@ssw0rd2026!", "password_common"],
    ["PASSWORD123456", "password_common"],
    ["welkom202620", "password_common"],
    ["Wachtwoord2026!", "password_common"],
    ["summersummer1", "password_common"],
    ["summer-summer-1", "password_common"],
    ["aaaaaaaaaaaaaaa", "password_common"],
    ["abcabcabcabcabc", "password_common"],
    ["123456789012", "password_common"],
    ["987654321098", "password_common"],
    ["qwertyuiop123", "password_common"],
    ["evajansen2026!", "password_personal"],
    ["JANSENJANSENjansen", "password_personal"],
    ["bakkerij!2026!", "password_personal"],
    ["Atrium-2026-10", "password_personal"],
    ["atriumatrium12", "password_personal"],
  ])("%s", (password, code) => {
    // A repeated own word may be called either; both send the person to another password.
    const found = refusal(password);
    expect(
      found === code || (code === "password_personal" && found === "password_common"),
      String(found),
    ).toBe(true);
  });
});

describe("accepts", () => {
  test.each([
    ["vivid otter paints 73 barns"],
    ["correct horse battery staple"],
    ["Tr0ub4dor&3-zebra"],
    ["jansen woont naast de molen"],
    ["ontbijtkoek met roomboter"],
    ["пароль для двери дома"],
    ["🐙🐘🦔🐢🦉🐝🦋🐞🐌🐇🦊🐻"],
    ["x7Kp2mQ9vR4t"],
  ])("%s", (password) => expect(refusal(password)).toBeNull());
});

test("length is counted in characters after NFKC", () => {
  expect(refusal(`${"🐙".repeat(6)}abcde`)).toBe("password_too_short");
  expect(refusal("ﬁ".repeat(65))).toBe("password_too_long");
});

test("control: length alone would accept what is refused here", () => {
  const dressed = ["P@ssw0rd2026!", "welkom202620", "evajansen2026!"];
  expect(dressed.filter((password) => password.length >= 12)).toEqual(dressed);
});

test("the meter rises with what cannot be guessed", () => {
  const rising = ["short", "aaaaaaaaaaaa", "sunny-meadow-2", "vivid otter paints 73 barns"];
  const values = rising.map(passwordStrength);
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(values[0]).toBe(0);
  expect(values.at(-1)).toBe(4);
});
