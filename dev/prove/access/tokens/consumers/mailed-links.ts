import { POST as keepAccount } from "@/app/api/auth-flows/deletion-cancel/route";
import { POST as keepAddress } from "@/app/api/auth-flows/email-undo/route";
import { POST as lostAccess } from "@/app/api/auth-flows/factor-reset/confirmation/route";
import { POST as notMe } from "@/app/api/auth-flows/not-me/route";
import { POST as reset } from "@/app/api/auth-flows/password-reset/complete/route";
import { POST as unlock } from "@/app/api/auth-flows/unlock/complete/route";
import { POST as join } from "@/app/api/v1/invitation-links/join/route";
import { POST as lookUpLink } from "@/app/api/v1/invitation-links/look-up/route";
import { POST as accept } from "@/app/api/v1/invitations/accept/route";
import { POST as decline } from "@/app/api/v1/invitations/decline/route";
import { POST as lookUp } from "@/app/api/v1/invitations/look-up/route";
import { POST as askAnew } from "@/app/api/v1/invitations/requests/route";
import { POST as confirmEmail } from "@/app/api/v1/me/email/confirmation/route";
import type { RouteHandler } from "@/lib/api/route";
import { callRoute } from "@/lib/testing/call-route";
import { type Consumer, inBody, sessionOf } from "./consumer";
import { accountKept, addressKept, addressProved } from "./earlier-steps";

const signedIn =
  (handler: RouteHandler): Consumer["present"] =>
  (secret, _world, as) =>
    callRoute(handler, { cookie: sessionOf(secret, as), body: { token: secret.text } });

/** What a link in a mail opens. */
export const MAILED_LINKS: Consumer[] = [
  {
    name: "password reset",
    own: ["password_reset"],
    present: inBody(reset, { password: "seven quiet lanterns 42" }),
  },
  { name: "reporting a sign-in", own: ["session_alarm"], present: inBody(notMe) },
  { name: "keeping an account", own: ["deletion_cancel"], takes: accountKept, present: inBody(keepAccount) },
  { name: "keeping an address", own: ["email_undo"], takes: addressKept, present: inBody(keepAddress) },
  { name: "unlocking", own: ["unlock"], present: inBody(unlock) },
  { name: "lost access, confirmed", own: ["factor_reset"], present: inBody(lostAccess) },
  {
    name: "proving an address",
    own: ["email_change"],
    isPersonal: true,
    takes: addressProved,
    present: signedIn(confirmEmail),
  },
  { name: "seeing an invitation", own: ["invitation"], present: inBody(lookUp) },
  { name: "accepting", own: ["invitation"], present: signedIn(accept) },
  { name: "declining", own: ["invitation"], present: signedIn(decline) },
  { name: "asking for another", own: ["invitation"], present: inBody(askAnew) },
  { name: "seeing a link", own: ["invitation_link"], present: inBody(lookUpLink) },
  { name: "joining", own: ["invitation_link"], present: signedIn(join) },
];
