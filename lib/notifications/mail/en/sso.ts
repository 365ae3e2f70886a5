import "server-only";
import { formatDate } from "@/lib/core/format";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SsoMail } from "../schema";

const date = (iso: string) => formatDate(iso, "en");

/** English texts about a workspace's single sign-on. */
export const ssoMails: Pick<MailTexts, SsoMail> = {
  break_glass_used: ({ tenantName, person, slug }) => ({
    subject: `${person} signed in to ${tenantName} without single sign-on`,
    title: "The break-glass owner signed in",
    lines: [
      `${person} signed in to ${tenantName} with a password and a second step, although single sign-on is required.`,
      "That is what the break-glass owner is for when your identity provider does not answer.",
    ],
    action: { label: "View single sign-on", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "You get this mail because you administer this workspace. If nobody should have needed this, look at it now.",
  }),
  sso_certificate_expiring: ({ tenantName, connection, days, expiresAt, slug }) => ({
    subject: `The certificate of ${connection} expires ${days <= 1 ? "tomorrow" : `in ${days} days`}`,
    title: "A single sign-on certificate expires",
    lines: [
      `The certificate that ${connection} signs its answers with expires on ${date(expiresAt)}. After that nobody can sign in to ${tenantName} through it.`,
      "Ask your identity provider for the new certificate and add it before the old one ends.",
    ],
    action: { label: "Renew the certificate", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "You get this mail because you administer this workspace.",
  }),
  sso_domain_failing: ({ tenantName, domain, slug, dropAt }) => ({
    subject: `The DNS record of ${domain} is gone`,
    title: `${domain} needs its DNS record back`,
    lines: [
      `The TXT record that proves ${domain} for single sign-on of ${tenantName} can no longer be found. People with such an address can sign in until ${date(dropAt)}.`,
    ],
    action: { label: "View single sign-on", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "You get this mail because you administer this workspace.",
  }),
  sso_domain_dropped: ({ tenantName, domain, slug }) => ({
    subject: `${domain} no longer leads to single sign-on`,
    title: `${domain} is not proved any more`,
    lines: [
      `The TXT record of ${domain} stayed away, so addresses of that domain no longer lead to single sign-on of ${tenantName}. People who signed in through it before still can, on the workspace's own sign-in page.`,
    ],
    action: { label: "Verify again", url: tenantUrl(slug, "/settings/single-sign-on") },
    note: "You get this mail because you administer this workspace.",
  }),
};
