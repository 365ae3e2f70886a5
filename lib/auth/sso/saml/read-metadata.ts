import "server-only";
import { ValidationError } from "@/lib/core/errors";
import type { SamlSettings } from "../schema";
import { SsoError } from "../sso-error";
import { childrenOf, elementsOf, parseXml } from "./parse-xml";
import { readCertificate } from "./read-certificate";

const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/**
 * What an identity provider's metadata says: who it is, where it signs people in, and its signing certificates.
 * @throws ValidationError metadata_invalid at `path`
 */
export function readMetadata(xml: string, path: string): Omit<SamlSettings, "signed_part" | "sign_requests"> {
  const refuse = (message: string) => new ValidationError([{ path, code: "metadata_invalid", message }]);
  const document = parse(xml, refuse);
  const entities = elementsOf(document, METADATA, "EntityDescriptor").filter(
    (element) => childrenOf(element, METADATA, "IDPSSODescriptor").length > 0,
  );
  const [entity] = entities;
  if (entities.length !== 1 || !entity) throw refuse("The metadata has to describe one identity provider.");
  const [descriptor] = childrenOf(entity, METADATA, "IDPSSODescriptor");
  const services = descriptor ? childrenOf(descriptor, METADATA, "SingleSignOnService") : [];
  const address = services
    .find((service) => service.getAttribute("Binding") === REDIRECT)
    ?.getAttribute("Location");
  if (!address || !/^https?:$/.test(URL.parse(address)?.protocol ?? "")) {
    throw refuse("The provider offers no HTTP-Redirect sign-in address.");
  }
  const certificates = (descriptor ? childrenOf(descriptor, METADATA, "KeyDescriptor") : [])
    .filter((key) => key.getAttribute("use") !== "encryption")
    .flatMap((key) => elementsOf(key, SIGNATURE, "X509Certificate"))
    .map((element) => readCertificate(element.textContent ?? ""))
    .filter((certificate) => certificate !== null);
  const distinct = [...new Map(certificates.map((entry) => [entry.fingerprint, entry])).values()];
  if (distinct.length === 0) throw refuse("There is no signing certificate of at least 2048 bits.");
  return {
    entity_id: entity.getAttribute("entityID") ?? "",
    sso_url: address,
    certificates: distinct.slice(0, 5),
  };
}

function parse(xml: string, refuse: (message: string) => ValidationError): Document {
  try {
    // Publishers comment their metadata; nothing is decided by comparing texts around a comment here.
    return parseXml(xml.replace(/<!--[\s\S]*?-->/g, ""));
  } catch (error) {
    if (error instanceof SsoError) throw refuse(error.message);
    throw error;
  }
}
