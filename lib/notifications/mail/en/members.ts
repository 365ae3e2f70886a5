import "server-only";
import { formatUtc } from "@/lib/core/format";
import { tenantUrl } from "@/lib/tenancy/hosts";
import type { MailTexts, MemberMail } from "../schema";

const UNEXPECTED = "If you did not expect this mail, you can ignore it.";
const ACCOUNT = "You receive this mail because of your Atrium account.";

const moment = (iso: string) => formatUtc(iso, "en");

/** English texts about invitations, members and their access. */
export const memberMails: Pick<MailTexts, MemberMail> = {
  invitation: ({ inviterName, tenantName, roleName, url, expiresAt }) => ({
    subject: `${inviterName} invites you to ${tenantName}`,
    title: `Join ${tenantName} on Atrium`,
    lines: [
      `${inviterName} invites you to the workspace ${tenantName} with the role ${roleName}.`,
      `The invitation is valid until ${moment(expiresAt)}.`,
    ],
    action: { label: "View invitation", url },
    note: UNEXPECTED,
  }),
  invitation_accepted: ({ name, tenantName, slug }) => ({
    subject: `${name} joined ${tenantName}`,
    title: `${name} joined ${tenantName}`,
    lines: [`${name} accepted your invitation and is now a member of ${tenantName}.`],
    action: { label: "View members", url: tenantUrl(slug, "/members") },
    note: ACCOUNT,
  }),
  membership_requested: ({ name, email, tenantName, note, slug }) => ({
    subject: `${name} asks to join ${tenantName}`,
    title: `${name} asks to join ${tenantName}`,
    lines: [
      `${name} (${email}) has a confirmed address in a domain of ${tenantName} and asks to join.`,
      ...(note ? [`They write: ${note}`] : []),
      "Let them in only if you know them.",
    ],
    action: { label: "Look at the request", url: tenantUrl(slug, "/members/requests") },
    note: ACCOUNT,
  }),
  membership_decided: ({ tenantName, roleName, slug }) => ({
    subject: roleName ? `You are a member of ${tenantName}` : `Your request to join ${tenantName}`,
    title: roleName ? `Welcome to ${tenantName}` : `${tenantName} declined your request`,
    lines: [
      roleName
        ? `An admin let you in with the role ${roleName}.`
        : "An admin declined your request to join. If you think that this is a mistake, ask them yourself.",
    ],
    ...(roleName && { action: { label: "Open workspace", url: tenantUrl(slug) } }),
    note: ACCOUNT,
  }),
  invitation_bounced: ({ email, tenantName, slug }) => ({
    subject: `The invitation to ${email} could not be delivered`,
    title: "An invitation could not be delivered",
    lines: [
      `The mail server of ${email} does not accept the invitation to ${tenantName}. The link in it no longer works.`,
      "Check the address and invite the person again.",
    ],
    action: { label: "View invitations", url: tenantUrl(slug, "/members/invitations") },
    note: ACCOUNT,
  }),
  invitation_requested: ({ email, tenantName, slug }) => ({
    subject: `${email} asks for an invitation to ${tenantName}`,
    title: "Somebody asks for an invitation",
    lines: [
      `Somebody opened an invitation to ${tenantName} that no longer works for them, and asks you to invite ${email}.`,
      "Invite them only if you know them.",
    ],
    action: { label: "Invite people", url: tenantUrl(slug, "/members") },
    note: UNEXPECTED,
  }),
  role_changed: ({ tenantName, roleName, slug }) => ({
    subject: `Your role in ${tenantName} is now ${roleName}`,
    title: "Your role has changed",
    lines: [`Your role in ${tenantName} is now ${roleName}. It applies from your next click.`],
    action: { label: "Open workspace", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  access_requested: ({ name, tenantName, subject, note, slug }) => ({
    subject: `${name} asks for access in ${tenantName}`,
    title: `${name} asks for access`,
    lines: [
      `${name} was refused in ${tenantName} for lack of ${subject} and asks you for it.`,
      ...(note ? [`They write: ${note}`] : []),
      "You decide: give a role, for good or for a while, or dismiss the request.",
    ],
    action: { label: "Look at the request", url: tenantUrl(slug, "/members/requests") },
    note: UNEXPECTED,
  }),
  access_decided: ({ tenantName, subject, roleName, endsAt, slug }) => ({
    subject: roleName ? `You have access in ${tenantName}` : `Your request in ${tenantName} was dismissed`,
    title: roleName ? "Your request was granted" : "Your request was dismissed",
    lines: roleName
      ? [
          `You asked for ${subject} in ${tenantName} and now hold the role ${roleName}${endsAt ? ` until ${moment(endsAt)}` : ""}.`,
        ]
      : [`You asked for ${subject} in ${tenantName}. An admin decided not to give it.`],
    action: { label: "Open workspace", url: tenantUrl(slug) },
    note: ACCOUNT,
  }),
  member_removed: ({ tenantName }) => ({
    subject: `You no longer have access to ${tenantName}`,
    title: `You no longer have access to ${tenantName}`,
    lines: [
      `An admin ended your membership of ${tenantName}. Your account and your other workspaces stay as they are.`,
    ],
    note: "Questions about this are best asked to an admin of the workspace.",
  }),
};
