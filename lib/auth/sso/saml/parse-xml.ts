import "server-only";
import { DOMParser } from "@xmldom/xmldom";
import { SsoError } from "../sso-error";

const MAX_CHARACTERS = 500_000;

/**
 * A document from outside. No document type, so no entities of its own; no comments and no processing instructions,
 * so that no two readers see different texts; well-formed without repair.
 * @throws SsoError sso_response_invalid
 */
export function parseXml(xml: string): Document {
  const refuse = (detail: string) => new SsoError("sso_response_invalid", detail);
  if (xml.length > MAX_CHARACTERS) throw refuse("The document is too large.");
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw refuse("Document types are not allowed.");
  if (xml.includes("<!--") || xml.includes("<![CDATA[")) {
    throw refuse("Comments and CDATA are not allowed.");
  }
  if (/<\?(?!xml\s)/.test(xml)) throw refuse("Processing instructions are not allowed.");
  const problems: string[] = [];
  const note = (message: string) => problems.push(message);
  const parsed = new DOMParser({
    errorHandler: { warning: note, error: note, fatalError: note },
  }).parseFromString(xml, "text/xml");
  if (problems.length > 0 || !parsed?.documentElement) throw refuse("This is not well-formed XML.");
  return parsed;
}

/** Elements of this name and namespace at any depth. */
export function elementsOf(node: Document | Element, namespace: string, name: string): Element[] {
  return Array.from(node.getElementsByTagNameNS(namespace, name));
}

/** Child elements of this name and namespace. */
export function childrenOf(node: Element, namespace: string, name: string): Element[] {
  return elementsOf(node, namespace, name).filter((element) => element.parentNode === node);
}
