/** The part of an address behind its last `@`. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

/** Whether a policy lets people of this address in; an empty list lets everybody. Sub-domains are domains of their own. */
export function isAllowedDomain(domains: readonly string[], email: string): boolean {
  return domains.length === 0 || domains.includes(domainOf(email));
}
