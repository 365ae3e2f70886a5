import "server-only";
import type { SignInOffer } from "../schema";
import { findOffer } from "../sso/find-offer";

/**
 * Which ways to sign in an address is offered. It never asks whether anybody has the address: only a workspace's
 * verified domain may change the answer, so that an existing and an absent account look alike.
 */
export async function discoverSignIn(email: string, tenantSlug?: string): Promise<SignInOffer> {
  const offer = await findOffer({ email, slug: tenantSlug });
  if (!offer) return { methods: ["password"], sso: null };
  // The password stays on offer, to everybody alike: where single sign-on is broken the break-glass owner gets in.
  return { methods: ["sso", "password"], sso: { name: offer.name, url: offer.url } };
}
