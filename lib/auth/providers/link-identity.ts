import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { mailPerson } from "../mfa/mail-person";
import { continueSignIn, type SignInOutcome } from "../sign-in/continue-sign-in";
import { PROVIDER_NAMES, type ProviderId } from "./provider-ids";

/** What a provider says of somebody, already read out of its own claims. */
export type ProviderClaims = {
  provider: ProviderId;
  subject: string;
  /** Normalised; null when there is none that can be an address. */
  email: string | null;
  emailVerified: boolean;
  firstName: string;
  lastName: string;
};

export type LinkOutcome =
  | SignInOutcome
  | { kind: "refused"; reason: "email_unverified" | "password_first" | "disabled" };

type Input = ProviderClaims & {
  /** Who this browser is signed in as: the proof that an account with a password agrees to the link. */
  currentUserId: string | null;
  previousSid: string | null;
};

/**
 * Signs in by a provider's word. The identity is (provider, subject), never the address: a known identity is that
 * person. A new one makes a person, or joins the one with the same verified address, but only while that account has no
 * password or its owner is signed in here.
 */
export async function linkIdentity(info: RequestInfo, input: Input): Promise<LinkOutcome> {
  return withSystem(async (tx) => {
    // Two callbacks of one identity come after each other, so that the second finds what the first made.
    await tx.$executeRaw`
      select pg_advisory_xact_lock(hashtextextended(${`identity:${input.provider}:${input.subject}`}, 0))`;
    const known = await tx.identity.findUnique({
      where: {
        provider_providerSubject: { provider: input.provider, providerSubject: input.subject },
      },
      select: { userId: true },
    });
    if (known) return enter(tx, info, known.userId, input);
    if (!input.emailVerified || input.email === null) return { kind: "refused", reason: "email_unverified" };
    const user = await findOrCreate(tx, input, input.email);
    if (user.hasPassword && user.id !== input.currentUserId) {
      return { kind: "refused", reason: "password_first" };
    }
    // Nobody gets in with it, so nothing is linked that would be there when the account opens again.
    if (!user.isActive) return { kind: "refused", reason: "disabled" };
    await tx.identity.create({
      data: {
        id: newId(),
        userId: user.id,
        provider: input.provider,
        providerSubject: input.subject,
        label: input.email,
      },
      select: { id: true },
    });
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "sign-in" } },
      {
        action: "identity.linked",
        target: { type: "user", id: user.id, label: input.email },
        after: { provider: input.provider },
      },
    );
    if (user.hasPassword) {
      const data = { provider: PROVIDER_NAMES[input.provider] };
      await mailPerson(tx, user.id, { template: "identity_linked", data });
    }
    return enter(tx, info, user.id, input);
  });
}

async function findOrCreate(
  tx: SystemTx,
  input: Input,
  email: string,
): Promise<{ id: string; hasPassword: boolean; isActive: boolean }> {
  await tx.$executeRaw`
    insert into platform.users (id, email, first_name, last_name, email_verified_at)
    values (${newId()}::uuid, ${email}, ${input.firstName}, ${input.lastName}, now())
    on conflict (email) do nothing`;
  const user = await tx.user.findUniqueOrThrow({
    where: { email },
    select: { id: true, status: true, credential: { select: { userId: true } } },
  });
  return { id: user.id, hasPassword: user.credential !== null, isActive: user.status === "active" };
}

async function enter(tx: SystemTx, info: RequestInfo, userId: string, input: Input): Promise<LinkOutcome> {
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { totpFactor: true } });
  if (person.status !== "active") return { kind: "refused", reason: "disabled" };
  return continueSignIn(tx, info, { person, method: input.provider, previousSid: input.previousSid });
}
