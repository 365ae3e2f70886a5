import { expect, test } from "vitest";
import { encryptAssertion } from "@/dev/identity/encrypt-assertion";
import { makeCertificate } from "../keys/make-certificate";
import { decryptAssertion } from "./decrypt-assertion";
import { parseXml } from "./parse-xml";

const ASSERTION = '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">Ada</saml:Assertion>';

test("whatever is wrong with a ciphertext reads the same", async () => {
  const [ours, stranger] = await Promise.all([makeCertificate(), makeCertificate()]);
  const outcome = (xml: string) => {
    const holder = '<x xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">';
    const element = parseXml(`${holder}${xml}</x>`).documentElement.firstChild as Element;
    try {
      return decryptAssertion(element, [ours.key]).textContent;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const seal = (text: string, content: "aes256-gcm" | "aes256-cbc" = "aes256-cbc") =>
    encryptAssertion(text, ours.certificate, { content });
  expect(outcome(seal(ASSERTION))).toBe("Ada");
  const wrong = [
    outcome(encryptAssertion(ASSERTION, stranger.certificate)),
    outcome(
      seal(ASSERTION, "aes256-gcm").replace(/.{4}(<\/xenc:CipherValue>(?![\s\S]*CipherValue))/, "AAAA$1"),
    ),
    outcome(seal("this is no XML")),
    outcome(seal("<open>")),
    outcome(seal(seal(ASSERTION))),
  ];
  expect([...new Set(wrong)]).toEqual(["The encrypted assertion does not open with our key."]);
});
