import { DOMParser, XMLSerializer } from "@xmldom/xmldom";

const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";

/** Who signed in, and whom the forger wants to be instead. */
export type Swap = { from: { id: string; email: string }; to: { id: string; email: string } };
type Forgery = (xml: string, swap: Swap) => string | null;

const parse = (xml: string) => new DOMParser().parseFromString(xml, "text/xml");
const write = (document: Document) => new XMLSerializer().serializeToString(document);
const find = (node: Document | Element, name: string) => Array.from(node.getElementsByTagNameNS("*", name));

function assertionOf(document: Document): Element {
  const [assertion] = find(document, "Assertion");
  if (!assertion) throw new Error("no assertion to forge");
  return assertion;
}

/** The text of the victim, wherever the signer's own stands. */
function swapped(text: string, { from, to }: Swap): string {
  return text.replaceAll(from.id, to.id).replaceAll(from.email, to.email);
}

/** A copy of the assertion about the victim; with its signature or without. */
function evilCopy(assertion: Element, swap: Swap, options: { signed?: boolean; id?: string } = {}): Element {
  const copy = assertion.cloneNode(true) as Element;
  copy.setAttribute("ID", options.id ?? "_evil");
  for (const element of [...find(copy, "NameID"), ...find(copy, "AttributeValue")]) {
    element.textContent = swapped(element.textContent ?? "", swap);
  }
  if (!options.signed)
    for (const signature of find(copy, "Signature")) signature.parentNode?.removeChild(signature);
  return copy;
}

function edit(change: (document: Document, assertion: Element, swap: Swap) => boolean | undefined): Forgery {
  return (xml, swap) => {
    const document = parse(xml);
    return change(document, assertionOf(document), swap) === false ? null : write(document);
  };
}

/** The original inside of a signature of the forged one (XSW 6 and 8). */
function insideSignature(wrap: boolean): Forgery {
  return edit((document, assertion, swap) => {
    const evil = evilCopy(assertion, swap, { signed: true });
    const [own] = find(assertion, "Signature");
    const [signature] = find(evil, "Signature");
    if (!own || !signature) return false;
    assertion.removeChild(own);
    assertion.parentNode?.replaceChild(evil, assertion);
    const holder = wrap ? document.createElementNS(SIGNATURE, "ds:Object") : signature;
    holder.appendChild(assertion);
    if (wrap) signature.appendChild(holder);
    return true;
  });
}

/** A forged response around the original one (XSW 1), or beside its signature (XSW 2). */
function aroundResponse(detached: boolean): Forgery {
  return (xml, swap) => {
    const document = parse(xml);
    const root = document.documentElement;
    const original = root.cloneNode(true) as Element;
    const own = Array.from(root.childNodes).find((node) => node.nodeName.endsWith("Signature"));
    const inner = Array.from(original.childNodes).find((node) => node.nodeName.endsWith("Signature"));
    if (!own || !inner) return null;
    root.setAttribute("ID", "_evil_response");
    const assertion = assertionOf(document);
    root.replaceChild(evilCopy(assertion, swap), assertion);
    original.removeChild(inner);
    if (detached) root.insertBefore(original, own);
    else own.appendChild(original);
    return write(document);
  };
}

/** XML signature wrapping, parser tricks and plain tampering, each over a response that a provider signed. */
export const FORGERIES: Record<string, Forgery> = {
  "tampered text": (xml, swap) => swapped(xml, swap),
  unsigned: (xml, swap) => {
    const document = parse(xml);
    for (const signature of find(document, "Signature")) signature.parentNode?.removeChild(signature);
    return swapped(write(document), swap);
  },
  "xsw1 response around": aroundResponse(false),
  "xsw2 response beside": aroundResponse(true),
  "xsw3 forged assertion first": edit((_document, assertion, swap) => {
    assertion.parentNode?.insertBefore(evilCopy(assertion, swap), assertion);
    return true;
  }),
  "xsw3 forged assertion last": edit((_document, assertion, swap) => {
    assertion.parentNode?.appendChild(evilCopy(assertion, swap));
    return true;
  }),
  "xsw4 original inside forged": edit((_document, assertion, swap) => {
    const evil = evilCopy(assertion, swap);
    assertion.parentNode?.replaceChild(evil, assertion);
    evil.appendChild(assertion);
    return true;
  }),
  "xsw5 forged keeps the signature": edit((_document, assertion, swap) => {
    const evil = evilCopy(assertion, swap, { signed: true });
    for (const signature of find(assertion, "Signature")) assertion.removeChild(signature);
    assertion.parentNode?.insertBefore(evil, assertion);
    return true;
  }),
  "xsw6 original inside its signature": insideSignature(false),
  "xsw7 forged in extensions": edit((document, assertion, swap) => {
    const extensions = document.createElementNS(PROTOCOL, "samlp:Extensions");
    extensions.appendChild(evilCopy(assertion, swap));
    assertion.parentNode?.insertBefore(extensions, assertion);
    return true;
  }),
  "xsw8 original in an object": insideSignature(true),
  "one id twice": edit((_document, assertion, swap) => {
    const id = assertion.getAttribute("ID") ?? "";
    assertion.parentNode?.insertBefore(evilCopy(assertion, swap, { id }), assertion);
    return true;
  }),
  "signature of another node": edit((document, assertion, swap) => {
    const [signature] = find(assertion, "Signature");
    if (!signature) return false;
    const evil = evilCopy(assertion, swap);
    evil.insertBefore(signature.cloneNode(true), evil.firstChild);
    document.documentElement.replaceChild(evil, assertion);
    return true;
  }),
  "comment in the digest": (xml, swap) =>
    swapped(xml.replace(/(<(?:\w+:)?DigestValue>)/, "$1<!--x-->"), swap),
  "a second SignedInfo": (xml, swap) => {
    const document = parse(xml);
    const [info] = find(document, "SignedInfo");
    if (!info) return null;
    info.parentNode?.insertBefore(info.cloneNode(true), info);
    return swapped(write(document), swap);
  },
  "comment in the name id": (xml, { from, to }) =>
    xml.replaceAll(`>${from.id}<`, `>${to.id}<!---->${from.id}<`),
  "comment in the address": (xml, { from, to }) =>
    xml.replaceAll(`>${from.email}<`, `>${to.email}<!----> ${from.email}<`),
  "CDATA in the name id": (xml, { from, to }) => xml.replaceAll(`>${from.id}<`, `><![CDATA[${to.id}]]><`),
  "external entity": (xml, { from }) =>
    `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replaceAll(`>${from.id}<`, ">&x;<")}`,
  "entity with the victim": (xml, { from, to }) =>
    `<!DOCTYPE r [<!ENTITY x "${to.id}">]>${xml.replaceAll(`>${from.id}<`, ">&x;<")}`,
  "billion laughs": (xml) =>
    `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>${xml}`,
  "a bare document type": (xml) => `<!DOCTYPE Response>${xml}`,
  "a processing instruction": (xml, swap) => `<?xml-stylesheet href="x"?>${swapped(xml, swap)}`,
  "an encrypted assertion": edit((document, assertion) => {
    const encrypted = document.createElementNS(
      "urn:oasis:names:tc:SAML:2.0:assertion",
      "saml:EncryptedAssertion",
    );
    assertion.parentNode?.replaceChild(encrypted, assertion);
    return true;
  }),
  "no success": (xml) => xml.replaceAll("status:Success", "status:Requester"),
  "another destination": (xml) =>
    xml.replace(/ Destination="[^"]*"/, ' Destination="https://evil.example/acs"'),
  "no destination": (xml) => xml.replace(/ Destination="[^"]*"/, ""),
  "no request in the response": (xml) => xml.replace(/ InResponseTo="[^"]*"/, ""),
  "no XML": () => "not xml at all",
  truncated: (xml) => xml.slice(0, xml.length / 2),
};
