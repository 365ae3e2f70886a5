import "server-only";
import type { UserContext } from "@/lib/core/context";
import { getOwnEmail } from "../email-change/get-own-email";
import type { OwnEmail } from "../email-change/schema";
import { listIdentities } from "../identities/list-identities";
import type { OwnIdentities } from "../identities/schema";
import { getTwoStep } from "../mfa/get-two-step";
import type { TwoStep } from "../mfa/schema";
import type { Me, SessionItem } from "../schema";
import { getMe } from "./get-me";
import { getRequiredLength } from "./get-required-length";
import { listSessions } from "./list-sessions";

export type Account = {
  me: Me;
  email: OwnEmail;
  identities: OwnIdentities;
  twoStep: TwoStep;
  sessions: SessionItem[];
  minLength: number;
};

/**
 * Everything that the profile page shows of a person.
 * @throws NotFoundError when the person was deleted meanwhile
 */
export async function getAccount(ctx: UserContext): Promise<Account> {
  const [me, email, identities, twoStep, sessions, minLength] = await Promise.all([
    getMe(ctx),
    getOwnEmail(ctx),
    listIdentities(ctx),
    getTwoStep(ctx),
    listSessions(ctx),
    getRequiredLength(ctx),
  ]);
  return { me, email, identities, twoStep, sessions, minLength };
}
