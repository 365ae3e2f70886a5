import { POST as reset } from "@/app/api/auth-flows/password-reset/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as signUp } from "@/app/api/auth-flows/sign-up/route";
import { POST as unlock } from "@/app/api/auth-flows/unlock/route";
import { POST as resendInvitation } from "@/app/api/v1/invitations/[id]/resend/route";
import { PUT as changeEmail } from "@/app/api/v1/me/email/route";
import { POST as inviteUser } from "@/app/api/v1/users/route";
import type { RouteHandler } from "@/lib/api/route";
import { newId } from "@/lib/core/ids";
import { callRoute } from "@/lib/testing/call-route";
import { sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { PASSWORD } from "../lockout/victim";

/** A request that makes the product write a mail; `forged` are headers of the attacker's. */
export type MailFlow = {
  name: string;
  template: string;
  send: (forged: Record<string, string>) => Promise<Response>;
};

const person = { first_name: "Eva", last_name: "Jansen", password: PASSWORD, accept_terms: true };
const anybody = () => `n-${newId().slice(-12)}@example.test`;

/** The flows that a stranger, a person and a workspace's admin can start. */
export async function makeMailFlows(): Promise<MailFlow[]> {
  const [user, tenant] = await Promise.all([makeUser(), makeTenant({ planKey: "enterprise" })]);
  await setPassword(user.id, PASSWORD);
  // The first browser of an account is no news: the next ones are mailed.
  await new TestBrowser().call(signIn, { body: { email: user.email, password: PASSWORD } });
  const { slug, owner } = tenant;
  const cookie = await sessionCookie(owner, { slug });
  const invite = (forged: Record<string, string>) =>
    callRoute(inviteUser, { slug, cookie, body: { email: anybody(), role: "viewer" }, headers: forged });
  const public_ = (name: string, template: string, handler: RouteHandler, body: () => unknown): MailFlow => ({
    name,
    template,
    send: (forged) => new TestBrowser().call(handler, { body: body(), headers: forged }),
  });
  return [
    public_("password reset", "password_reset", reset, () => ({ email: user.email })),
    public_("unlock", "unlock", unlock, () => ({ email: user.email })),
    public_("sign-up", "sign_up_code", signUp, () => ({ ...person, email: anybody() })),
    {
      name: "sign-in on a new browser",
      template: "new_sign_in",
      send: (forged) => {
        const body = { email: user.email, password: PASSWORD };
        return new TestBrowser().call(signIn, { body, headers: forged });
      },
    },
    { name: "invitation", template: "invitation", send: invite },
    {
      name: "invitation, again",
      template: "invitation",
      send: async (forged) => {
        const { invitation_id: id } = (await (await invite({})).json()) as { invitation_id: string };
        return callRoute(resendInvitation, { slug, cookie, params: { id }, headers: forged });
      },
    },
    {
      name: "change of address",
      template: "email_change_confirm",
      send: async (forged) => {
        const other = await makeUser();
        const headers = { origin: "http://atrium.localhost:3000", ...forged };
        return callRoute(changeEmail, {
          cookie: await sessionCookie(other),
          body: { email: anybody() },
          headers,
        });
      },
    },
  ];
}
