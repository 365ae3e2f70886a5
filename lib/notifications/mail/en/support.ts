import "server-only";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, SupportMail } from "../schema";

const NOTE = "You get this mail because you administer this workspace.";

/** English texts about our support's access. */
export const supportMails: Pick<MailTexts, SupportMail> = {
  support_session_started: ({ tenantName, staffName, memberName, reason, ticket, canChange, slug }) => ({
    subject: `Atrium support opened ${tenantName}`,
    title: "Atrium support is in your workspace",
    lines: [
      `${staffName} of Atrium support sees ${tenantName} as ${memberName} does, for 30 minutes at most and ${canChange ? "with changes, as an admin agreed" : "without changing anything"}.`,
      `Reason: ${reason}`,
      `Ticket: ${ticket}`,
      "Passwords, keys, roles, security, billing, exports and deletion are off limits. You can end the session at any time.",
    ],
    action: { label: "View support access", url: tenantUrl(slug, "/settings/support") },
    note: NOTE,
  }),
  support_access_requested: ({ tenantName, staffName, memberName, reason, ticket, canChange, slug }) => ({
    subject: `Atrium support asks to open ${tenantName}`,
    title: "Atrium support asks for access",
    lines: [
      `${staffName} of Atrium support asks to see ${tenantName} as ${memberName} does, once, for 30 minutes at most and ${canChange ? "with changes" : "without changing anything"}.`,
      `Reason: ${reason}`,
      `Ticket: ${ticket}`,
      "Nothing happens until an admin agrees. Without an answer the request ends after three days.",
    ],
    action: { label: "Answer the request", url: tenantUrl(slug, "/settings/support") },
    note: NOTE,
  }),
};
