import "server-only";
import type { SignInOffer } from "../schema";

/**
 * Which ways to sign in an address is offered. It never asks whether anybody has the address: only a workspace's
 * verified domain may change the answer, so that an existing and an absent account look alike.
 */
export async function discoverSignIn(_email: string, _tenantSlug?: string): Promise<SignInOffer> {
  return { methods: ["password"], sso: null };
}
