import { readdirSync, readFileSync } from "node:fs";

const SENDS = /\b(?:permanentRedirect|redirect)\(|NextResponse\.redirect\(|\blocation:\s|redirect_to\b/;
const PLACES = ["app", "lib"];

/** Files that send a browser somewhere, by what decides the address. A new one fails the proof until it is judged. */
const JUDGED: Record<string, readonly string[]> = {
  "tried as a sink, or by chooseDestination(), handOffStart() or safeNextPath(), which are": [
    "app/api/auth-flows/accept-hand-off/route.ts",
    "app/api/auth-flows/begin-hand-off/route.ts",
    "app/api/auth-flows/sign-in/passkey-step/route.ts",
    "app/api/auth-flows/sign-in/passkey/route.ts",
    "app/api/auth-flows/sign-in/recovery-code/route.ts",
    "app/api/auth-flows/sign-in/route.ts",
    "app/api/auth-flows/sign-in/totp-enrolment/confirmation/route.ts",
    "app/api/auth-flows/sign-in/totp/route.ts",
    "app/api/auth-flows/sign-up/code/route.ts",
    "app/api/auth-flows/sso/start/route.ts",
    "app/api/saml/[id]/acs/route.ts",
    "app/portal/[tenant]/sign-in/page.tsx",
    "app/site/sign-in/page.tsx",
    "app/site/sign-up/page.tsx",
    "app/site/switch/page.tsx",
    "lib/api/sso-reply.ts",
    "lib/auth/schema.ts",
    "middleware.ts",
  ],
  "a page of ours that is written in the code, with parameters at most": [
    "app/api/auth-flows/email-undo/route.ts",
    "app/api/auth-flows/enter-support/route.ts",
    "app/api/auth-flows/leave-support/route.ts",
    "app/api/auth-flows/not-me/route.ts",
    "app/api/auth-flows/password-reset/complete/route.ts",
    "app/api/auth-flows/unlock/complete/route.ts",
    "app/admin/support/hand-over/page.tsx",
    "app/portal/[tenant]/access-restricted/page.tsx",
    "app/portal/[tenant]/billing/success/page.tsx",
    "app/portal/[tenant]/unavailable/page.tsx",
    "app/site/onboarding/done/page.tsx",
    "app/site/onboarding/load-step.ts",
    "app/site/onboarding/provisioning/page.tsx",
    "app/site/sign-in/authenticator/page.tsx",
    "app/site/sign-in/code/page.tsx",
    "app/site/sign-in/lost-access/page.tsx",
    "app/site/verify/page.tsx",
    "lib/access/require-context.ts",
    "lib/access/require-person.ts",
  ],
  "where a resource of the directory lives; programs only": [
    "lib/access/scim/groups/present-group.ts",
    "lib/access/scim/users/present-user.ts",
    "lib/api/scim/describe-service.ts",
  ],
};

/** Files that send a browser somewhere and that nobody has judged. */
export function unjudged(): { files: number; strange: string[] } {
  const known = new Set(Object.values(JUDGED).flat());
  const files = [
    "middleware.ts",
    ...PLACES.flatMap((place) =>
      readdirSync(place, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|generated|testing\//.test(name))
        .map((name) => `${place}/${name.replaceAll("\\", "/")}`),
    ),
  ].filter((file) => SENDS.test(readFileSync(file, "utf8")));
  return { files: files.length, strange: files.filter((file) => !known.has(file)) };
}
