import "server-only";
import { constants, createDecipheriv, privateDecrypt } from "node:crypto";
import { SsoError } from "../sso-error";
import { childrenOf, elementsOf, parseXml } from "./parse-xml";

const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";
const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const TAG_BYTES = 16;

/** Content ciphers by their names: node's cipher, and the bytes of key and nonce. */
const CIPHERS: Readonly<Record<string, { name: string; key: number; nonce: number; gcm: boolean }>> = {
  [`${XENC}aes128-cbc`]: { name: "aes-128-cbc", key: 16, nonce: 16, gcm: false },
  [`${XENC}aes256-cbc`]: { name: "aes-256-cbc", key: 32, nonce: 16, gcm: false },
  [`${XENC11}aes128-gcm`]: { name: "aes-128-gcm", key: 16, nonce: 12, gcm: true },
  [`${XENC11}aes256-gcm`]: { name: "aes-256-gcm", key: 32, nonce: 12, gcm: true },
};

/**
 * The XML inside of an EncryptedAssertion (XML Encryption 1.1). Encryption proves nothing: whoever has our certificate
 * can encrypt, so what comes out is trusted no more than what comes in. RSA-OAEP only. Whatever is wrong with a
 * ciphertext, its key, its padding or the XML inside, reads the same: nobody learns from the answer what it holds.
 * @throws SsoError sso_response_invalid
 */
export function decryptAssertion(encrypted: Element, privateKeys: readonly string[]): Element {
  const data = only(childrenOf(encrypted, XENC, "EncryptedData"), "EncryptedData");
  const wrapped = only(elementsOf(encrypted, XENC, "EncryptedKey"), "EncryptedKey");
  const cipher = CIPHERS[algorithmOf(data)];
  if (!cipher) throw invalid("This encryption is not supported: use AES-GCM or AES-CBC.");
  const oaepHash = oaepOf(wrapped);
  const [secret, content] = [bytesOf(wrapped), bytesOf(data)];
  for (const key of privateKeys) {
    try {
      const symmetric = privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, secret);
      if (symmetric.length === cipher.key) return readXml(openContent(cipher, symmetric, content));
    } catch {
      // The next key may be the one; which step failed is nobody's business.
    }
  }
  throw invalid("The encrypted assertion does not open with our key.");
}

function readXml(text: string): Element {
  const element = parseXml(text).documentElement;
  const isAssertion = element.namespaceURI === ASSERTION && element.localName === "Assertion";
  if (!isAssertion || elementsOf(element, ASSERTION, "EncryptedAssertion").length > 0) {
    throw invalid("There is no assertion inside.");
  }
  return element;
}

function openContent(
  cipher: { name: string; nonce: number; gcm: boolean },
  key: Buffer,
  content: Buffer,
): string {
  const nonce = content.subarray(0, cipher.nonce);
  if (cipher.gcm) {
    const opened = createDecipheriv(cipher.name as "aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
    opened.setAuthTag(content.subarray(-TAG_BYTES));
    const body = content.subarray(cipher.nonce, -TAG_BYTES);
    return Buffer.concat([opened.update(body), opened.final()]).toString("utf8");
  }
  const opened = createDecipheriv(cipher.name, key, nonce).setAutoPadding(false);
  const padded = Buffer.concat([opened.update(content.subarray(cipher.nonce)), opened.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > 16) throw invalid("padding");
  return padded.subarray(0, -padding).toString("utf8");
}

/** node's OAEP uses one hash for both of its parts, so only names that mean that are taken. */
function oaepOf(wrapped: Element): "sha1" | "sha256" {
  const method = only(childrenOf(wrapped, XENC, "EncryptionMethod"), "EncryptionMethod");
  const algorithm = method.getAttribute("Algorithm") ?? "";
  const named = (namespace: string, name: string) =>
    childrenOf(method, namespace, name)[0]?.getAttribute("Algorithm") ?? null;
  const digest = named(DSIG, "DigestMethod");
  if (algorithm === `${XENC}rsa-oaep-mgf1p` && (digest === null || digest === `${DSIG}sha1`)) return "sha1";
  const mask = named(XENC11, "MGF");
  const isSha256 = digest === `${XENC}sha256` && mask === `${XENC11}mgf1sha256`;
  if (algorithm === `${XENC11}rsa-oaep` && isSha256) return "sha256";
  throw invalid("This key transport is not supported: use RSA-OAEP with SHA-1, or with SHA-256 throughout.");
}

function algorithmOf(element: Element): string {
  const method = only(childrenOf(element, XENC, "EncryptionMethod"), "EncryptionMethod");
  return method.getAttribute("Algorithm") ?? "";
}

function bytesOf(element: Element): Buffer {
  const data = only(childrenOf(element, XENC, "CipherData"), "CipherData");
  const value = only(childrenOf(data, XENC, "CipherValue"), "CipherValue");
  return Buffer.from((value.textContent ?? "").replace(/\s+/g, ""), "base64");
}

function only(elements: Element[], name: string): Element {
  const [element] = elements;
  if (elements.length !== 1 || !element) throw invalid(`There has to be exactly one ${name}.`);
  return element;
}

function invalid(detail: string): SsoError {
  return new SsoError("sso_response_invalid", detail);
}
