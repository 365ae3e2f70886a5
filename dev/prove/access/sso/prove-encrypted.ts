import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import { type EncryptionChange, encryptAssertion, encryptResponse } from "@/dev/identity/encrypt-assertion";
import { makeResponse } from "@/dev/identity/saml";
import { acsUrl, entityId } from "@/lib/auth/sso/addresses";
import { addSsoKey } from "@/lib/auth/sso/keys/add-sso-key";
import { makeCertificate } from "@/lib/auth/sso/keys/make-certificate";
import { openSsoKey, ssoKeysOf } from "@/lib/auth/sso/keys/sso-keys";
import { makeTenant } from "@/lib/testing/make-tenant";
import { makeSamlConnection, type ResponseChange, samlSignIn, somebody } from "@/lib/testing/sso-world";
import { TestBrowser } from "@/lib/testing/test-browser";
import { type AccessReport, judge } from "../report";
import { FORGERIES } from "./forge-saml";
import { isIn } from "./prove-saml";

const HONEST: EncryptionChange[] = [
  { content: "aes256-gcm" },
  { content: "aes128-gcm", transport: "oaep256" },
  { content: "aes256-cbc" },
];

/** Encryption hides and proves nothing: every forgery again inside of it, and what only encryption makes possible. */
export async function proveEncrypted(report: AccessReport): Promise<void> {
  const tenant = await makeTenant({ planKey: "enterprise" });
  const connection = await makeSamlConnection(tenant, "encrypted.prove-people.com");
  await addSsoKey(tenant.id, "current");
  const [key] = await ssoKeysOf(tenant.id);
  if (!key) throw new Error("the tenant has no key");
  const [attacker, victim] = [somebody(connection.domain), somebody(connection.domain)];
  const attempt = async (change: ResponseChange, person = attacker) => {
    const browser = new TestBrowser();
    return isIn(browser, await samlSignIn(browser, connection, person, change));
  };
  const sealed = (xml: string, change?: EncryptionChange) => encryptResponse(xml, key.certificate, change);
  for (const person of [attacker, victim]) {
    for (const change of HONEST) {
      if (!(await attempt({ edit: (xml) => sealed(xml, change) }, person))) {
        throw new Error(`an honest encrypted sign-in failed: ${JSON.stringify(change)}`);
      }
    }
  }
  for (const [name, forge] of Object.entries(FORGERIES)) {
    let applies = true;
    const edit = (xml: string) => {
      const forged = forge(xml, { from: attacker, to: victim });
      applies = forged !== null && forged !== xml;
      return sealed(forged ?? xml);
    };
    const got = await attempt({ edit });
    if (applies) judge(report, "forged_accepted", !got, `${name} (encrypted)`);
  }
  const stranger = await makeCertificate();
  const unsigned = (xml: string) => xml.replace(/<(ds:)?Signature[\s\S]*?<\/(ds:)?Signature>/g, "");
  const plain = /<saml:Assertion[\s\S]*<\/saml:Assertion>/;
  const inside: Record<string, ResponseChange> = {
    "unsigned inside": { edit: (xml) => sealed(unsigned(xml)) },
    "only the response signed": {
      signResponse: true,
      signAssertion: false,
      edit: (xml) => sealed(xml),
    },
    "signed by another key inside": { pair: stranger, edit: (xml) => sealed(xml) },
    "for another key": { edit: (xml) => encryptResponse(xml, stranger.certificate) },
    "RSA 1.5 transport": { edit: (xml) => sealed(xml, { transport: "rsa15" }) },
    "triple DES": { edit: (xml) => sealed(xml, { content: "tripledes-cbc" }) },
    "a changed ciphertext": {
      edit: (xml) =>
        sealed(xml).replace(
          /(<xenc:CipherValue>[^<]{400})(.)/,
          (_all, head: string, letter: string) => head + (letter === "A" ? "B" : "A"),
        ),
    },
    "a plain one beside": {
      edit: (xml) =>
        xml.replace(
          plain,
          (text) => encryptAssertion(text, key.certificate) + text.replaceAll(attacker.id, victim.id),
        ),
    },
    "two encrypted": {
      edit: (xml) => xml.replace(plain, (text) => encryptAssertion(text, key.certificate).repeat(2)),
    },
    "encrypted twice": {
      edit: (xml) =>
        xml.replace(plain, (text) =>
          encryptAssertion(encryptAssertion(text, key.certificate), key.certificate),
        ),
    },
    "SHA-1 inside": { signatureAlgorithm: "rsa-sha1", edit: (xml) => sealed(xml) },
    "another audience inside": { audience: "urn:another", edit: (xml) => sealed(xml) },
    "another recipient inside": {
      recipient: "https://evil.example/acs",
      destination: acsUrl(connection.id),
      edit: (xml) => sealed(xml),
    },
    "expired inside": { lifetimeInSeconds: -120, edit: (xml) => sealed(xml) },
    "another request inside": { inResponseTo: "_another", edit: (xml) => sealed(xml) },
  };
  for (const [name, change] of Object.entries(inside)) {
    judge(report, "forged_accepted", !(await attempt(change, victim)), `${name} (encrypted)`);
  }
  await control(report, { connection, key: await openSsoKey(key), certificate: key.certificate, victim });
}

type Control = {
  connection: Awaited<ReturnType<typeof makeSamlConnection>>;
  key: string;
  certificate: string;
  victim: ReturnType<typeof somebody>;
};

/** node-saml by itself takes a transport that has been broken for decades. */
async function control(
  report: AccessReport,
  { connection, key, certificate, victim }: Control,
): Promise<void> {
  const bare = new SAML({
    issuer: entityId(connection.id),
    audience: entityId(connection.id),
    callbackUrl: acsUrl(connection.id),
    idpCert: connection.pair.certificate,
    decryptionPvk: key,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  const xml = await makeResponse(victim, {
    pair: connection.pair,
    issuer: connection.issuer,
    audience: entityId(connection.id),
    recipient: acsUrl(connection.id),
    inResponseTo: "_any",
  });
  const body = {
    SAMLResponse: Buffer.from(encryptResponse(xml, certificate, { transport: "rsa15" })).toString("base64"),
  };
  const answer = await bare.validatePostResponseAsync(body).catch(() => null);
  report.controls["node-saml alone takes RSA 1.5"] = answer?.profile?.nameID === victim.id;
}
