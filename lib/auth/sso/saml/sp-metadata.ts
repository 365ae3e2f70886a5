import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { acsUrl, entityId } from "../addresses";
import { findConnection } from "../find-connection";
import { ssoKeysOf } from "../keys/sso-keys";

const NAMESPACES = `xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`;

/**
 * Our side of a connection as XML, for providers that read a file instead of fields. A key that is to come is published
 * before it is used; only the current one is to be encrypted for.
 */
export async function spMetadata(connectionId: string): Promise<string> {
  const row = await withSystem((tx) =>
    tx.ssoConnection.findUnique({ where: { id: connectionId, kind: "saml" }, select: { tenantId: true } }),
  );
  const connection = row && (await withSystem((tx) => findConnection(tx, connectionId)));
  const keys = row ? (await ssoKeysOf(row.tenantId)).filter(({ status }) => status !== "previous") : [];
  const isSigned = connection?.kind === "saml" && connection.settings.sign_requests;
  const descriptors = keys.flatMap(({ status, certificate }) => [
    keyDescriptor("signing", certificate),
    ...(status === "current" ? [keyDescriptor("encryption", certificate)] : []),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>
<EntityDescriptor ${NAMESPACES} entityID="${escapeXml(entityId(connectionId))}">
  <SPSSODescriptor AuthnRequestsSigned="${isSigned}" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${descriptors.join("")}
    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>
    <NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</NameIDFormat>
    <AssertionConsumerService index="0" isDefault="true" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${escapeXml(acsUrl(connectionId))}"/>
  </SPSSODescriptor>
</EntityDescriptor>
`;
}

function keyDescriptor(use: "signing" | "encryption", certificate: string): string {
  const methods =
    use === "encryption"
      ? ["http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"]
          .map((uri) => `<EncryptionMethod Algorithm="${uri}"/>`)
          .join("")
      : "";
  return `
    <KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>${methods}</KeyDescriptor>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
