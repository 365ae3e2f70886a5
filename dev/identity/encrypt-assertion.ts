import { constants, createCipheriv, publicEncrypt, randomBytes } from "node:crypto";

const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";
const DSIG = "http://www.w3.org/2000/09/xmldsig#";

export type EncryptionChange = {
  content?: "aes256-gcm" | "aes128-gcm" | "aes256-cbc" | "tripledes-cbc";
  /** `rsa15` is what must not be taken any more. */
  transport?: "oaep" | "oaep256" | "rsa15";
};

const CONTENT = {
  "aes128-gcm": { uri: `${XENC11}aes128-gcm`, cipher: "aes-128-gcm", key: 16, nonce: 12 },
  "aes256-gcm": { uri: `${XENC11}aes256-gcm`, cipher: "aes-256-gcm", key: 32, nonce: 12 },
  "aes256-cbc": { uri: `${XENC}aes256-cbc`, cipher: "aes-256-cbc", key: 32, nonce: 16 },
  "tripledes-cbc": { uri: `${XENC}tripledes-cbc`, cipher: "des-ede3-cbc", key: 24, nonce: 8 },
} as const;

const TRANSPORT = {
  oaep: { uri: `${XENC}rsa-oaep-mgf1p`, parts: "", options: { padding: constants.RSA_PKCS1_OAEP_PADDING } },
  oaep256: {
    uri: `${XENC11}rsa-oaep`,
    parts: `<ds:DigestMethod xmlns:ds="${DSIG}" Algorithm="${XENC}sha256"/><x11:MGF xmlns:x11="${XENC11}" Algorithm="${XENC11}mgf1sha256"/>`,
    options: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
  },
  rsa15: { uri: `${XENC}rsa-1_5`, parts: "", options: { padding: constants.RSA_PKCS1_PADDING } },
} as const;

/** An EncryptedAssertion (XML Encryption 1.1) around any text, as anybody with the certificate can make it. */
export function encryptAssertion(xml: string, certificate: string, change: EncryptionChange = {}): string {
  const content = CONTENT[change.content ?? "aes256-gcm"];
  const transport = TRANSPORT[change.transport ?? "oaep"];
  const [key, nonce] = [randomBytes(content.key), randomBytes(content.nonce)];
  const cipher = createCipheriv(content.cipher as "aes-256-gcm", key, nonce);
  const body = Buffer.concat([nonce, cipher.update(xml, "utf8"), cipher.final()]);
  const sealed = content.cipher.endsWith("gcm") ? Buffer.concat([body, cipher.getAuthTag()]) : body;
  const pem = certificate.includes("BEGIN")
    ? certificate
    : `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----`;
  const wrapped = publicEncrypt({ key: pem, ...transport.options }, key);
  const data = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString("base64")}</xenc:CipherValue></xenc:CipherData>`;
  return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element"><xenc:EncryptionMethod Algorithm="${content.uri}"/><ds:KeyInfo xmlns:ds="${DSIG}"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="${transport.uri}">${transport.parts}</xenc:EncryptionMethod>${data(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${data(sealed)}</xenc:EncryptedData></saml:EncryptedAssertion>`;
}

const ASSERTION = /<(saml2?:)?Assertion[\s>][\s\S]*<\/(saml2?:)?Assertion>/;

/** The response with whatever stands from its first assertion to the end of its last encrypted in one piece. */
export function encryptResponse(xml: string, certificate: string, change: EncryptionChange = {}): string {
  return xml.replace(ASSERTION, (assertion) => encryptAssertion(assertion, certificate, change));
}
