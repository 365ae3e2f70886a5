import { verify, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { startSamlProvider } from "@/dev/identity/saml";
import { makeCertificate } from "@/lib/auth/sso/keys/make-certificate";
import { spMetadata } from "@/lib/auth/sso/saml/sp-metadata";
import { systemPool } from "@/lib/infra/database/pools";
import { admin, other, ssoScene, tenant } from "@/lib/testing/sso-scene";
import { leaveFor, makeSamlConnection } from "@/lib/testing/sso-world";
import { mailsTo, TestBrowser } from "@/lib/testing/test-browser";
import { renewSsoKey } from "../keys/renew-sso-key";
import { switchSsoKey } from "../keys/switch-sso-key";
import { createConnection } from "./create-connection";
import { deleteConnection } from "./delete-connection";
import { updateConnection } from "./update-connection";
import { warnOfCertificates } from "./warn-of-certificates";

const DAY_MS = 86_400_000;

ssoScene();

describe("a SAML connection", () => {
  test("reads SAML metadata by address and as text, and refuses what is none", async () => {
    const idp = await startSamlProvider({ pair: await makeCertificate({ days: 20 }) });
    const made = await createConnection(await admin(), { kind: "saml", preset: "entra", name: "Entra" });
    const change = async (saml: object) => updateConnection(await admin(), made.id, { saml });
    const read = await change({ metadata_url: idp.entityId });
    expect(read.saml).toMatchObject({ entity_id: idp.entityId, certificates: [{}] });
    expect(Date.parse(read.certificate_expires_at ?? "")).toBeGreaterThan(Date.now() + 19 * DAY_MS);
    expect((await change({ metadata_xml: idp.metadata })).saml).toEqual(read.saml);
    const evil = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${idp.metadata}`;
    for (const metadata_xml of [
      "<x/>",
      "nonsense",
      evil,
      idp.metadata.replace(/<X509Certificate>.{40}/, "<X509Certificate>AAAA"),
    ]) {
      await expect(change({ metadata_xml })).rejects.toMatchObject({ code: "validation_failed" });
    }
    const weak = await makeCertificate({ bits: 1024 });
    await expect(change({ certificates: [weak.certificate] })).rejects.toMatchObject({
      code: "validation_failed",
    });
    await deleteConnection(await admin(), made.id);
    await idp.stop();
  });

  test("signs requests where asked, with a key that is published before it is used", async () => {
    const idp = await startSamlProvider();
    const made = await createConnection(await admin(), {
      kind: "saml",
      preset: "keycloak",
      name: "Keycloak",
    });
    const plain = { metadata_url: idp.entityId };
    expect((await updateConnection(await admin(), made.id, { saml: plain })).saml?.sign_requests).toBe(false);
    await systemPool().query("update platform.sso_connections set status = 'enabled' where id = $1", [
      made.id,
    ]);
    const leave = async () => leaveFor(new TestBrowser(), { connection: made.id });
    expect((await leave()).searchParams.has("Signature")).toBe(false);
    await updateConnection(await admin(), made.id, { saml: { sign_requests: true } });
    const certificates = async (use: string) =>
      [
        ...(await spMetadata(made.id)).matchAll(new RegExp(`use="${use}".*?X509Certificate>([^<]+)<`, "g")),
      ].map(([, certificate]) => certificate ?? "");
    const signer = async () => {
      const { search, searchParams } = await leave();
      const signed = /SAMLRequest=.*(?=&Signature=)/.exec(search)?.[0] ?? "";
      const signature = Buffer.from(searchParams.get("Signature") ?? "", "base64");
      return (await certificates("signing")).findIndex((certificate) =>
        verify(
          "sha256",
          Buffer.from(signed),
          new X509Certificate(Buffer.from(certificate, "base64")).publicKey,
          signature,
        ),
      );
    };
    expect(await signer()).toBe(0);
    const { data } = await renewSsoKey(await admin());
    expect(data.map(({ status }) => status)).toEqual(["current", "next"]);
    const [before, next] = await certificates("signing");
    expect([await signer(), await certificates("encryption")]).toEqual([0, [before]]);
    const id = data[1]?.id ?? "";
    await expect(switchSsoKey(await admin(other), { id })).rejects.toMatchObject({ code: "not_found" });
    const after = await switchSsoKey(await admin(), { id });
    expect(after.data.map(({ status }) => status)).toEqual(["current", "previous"]);
    expect(await certificates("signing")).toEqual([next]);
    expect(await signer()).toBe(0);
    const { rows } = await systemPool().query(
      "select private_sealed from platform.sso_keys where tenant_id = $1",
      [tenant.id],
    );
    expect(JSON.stringify(rows)).not.toContain("PRIVATE KEY");
    await systemPool().query("delete from platform.sso_connections where id = $1", [made.id]);
    await idp.stop();
  });
});

test("admins are told once of a certificate at 30, 7 and 1 days", async () => {
  const connection = await makeSamlConnection(other, "certificate.acme-people.com");
  const mails = async () =>
    (await mailsTo(other.owner.email)).filter(({ template }) => template === "sso_certificate_expiring")
      .length;
  const seen: number[] = [];
  for (const days of [40, 29, 28, 7, 6, 1]) {
    await systemPool().query(
      "update platform.sso_connections set certificate_expires_at = $2 where id = $1",
      [connection.id, new Date(Date.now() + days * DAY_MS - 60_000)],
    );
    await warnOfCertificates();
    seen.push(await mails());
  }
  expect(seen).toEqual([0, 1, 1, 2, 2, 3]);
});
