import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { api } from "@/lib/api/client";

// The library loads when it is used: most people sign in without it.
const library = () => import("@simplewebauthn/browser");

/** The person closed the browser's own window, or it timed out: nothing to say. */
export function isDismissed(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");
}

/** Has the browser sign with a passkey what `endpoint` asks. */
export async function askPasskey(endpoint: string): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await library();
  const optionsJSON = await api.post<PublicKeyCredentialRequestOptionsJSON>(endpoint);
  return startAuthentication({ optionsJSON });
}

/**
 * The same for a page that asks in two ways: `autofill` waits for a choice in the address field, until the other way is
 * taken. The later one waits for what the former fetches, whose cookie would else replace its own; null for the former.
 */
export function passkeyAsker(endpoint: string) {
  let turn = 0;
  let fetching: Promise<unknown> = Promise.resolve();
  return async (autofill: boolean): Promise<AuthenticationResponseJSON | null> => {
    turn += 1;
    const mine = turn;
    const { startAuthentication } = await library();
    const options = fetching.then(() => api.post<PublicKeyCredentialRequestOptionsJSON>(endpoint));
    fetching = options.catch(() => undefined);
    const optionsJSON = await options;
    return mine === turn ? startAuthentication({ optionsJSON, useBrowserAutofill: autofill }) : null;
  };
}

/** Has the browser make a passkey from what the server asks. */
export async function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await library();
  return startRegistration({ optionsJSON });
}

/** Whether this browser knows passkeys, and can offer them in the address field. */
export async function passkeySupport(): Promise<{ any: boolean; autofill: boolean }> {
  const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill } = await library();
  const any = browserSupportsWebAuthn();
  return { any, autofill: any && (await browserSupportsWebAuthnAutofill()) };
}
