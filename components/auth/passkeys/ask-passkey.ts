import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { api } from "@/lib/api/client";

/** What a server asks, as the library and the browser name its type. */
type Asked = PublicKeyCredentialRequestOptionsJSON &
  Parameters<typeof PublicKeyCredential.parseRequestOptionsFromJSON>[0];

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
  let offer: AbortController | undefined;
  let fetching: Promise<unknown> = Promise.resolve();
  return async (autofill: boolean): Promise<object | null> => {
    turn += 1;
    const mine = turn;
    offer?.abort();
    const withBrowser = autofill && readsOptions();
    const loaded = withBrowser ? null : await library();
    const options = fetching.then(() => api.post<Asked>(endpoint));
    fetching = options.catch(() => undefined);
    const optionsJSON = await options;
    if (mine !== turn) return null;
    if (loaded) return loaded.startAuthentication({ optionsJSON, useBrowserAutofill: autofill });
    offer = new AbortController();
    return awaitChoice(optionsJSON, offer.signal);
  };
}

/** Browsers of 2025 and later read a server's options themselves: on a page that only offers, no library loads. */
function readsOptions(): boolean {
  return "parseRequestOptionsFromJSON" in PublicKeyCredential;
}

/** Waits until somebody picks a passkey in the address field; what they signed. */
async function awaitChoice(optionsJSON: Asked, signal: AbortSignal): Promise<object | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(optionsJSON);
  const chosen = await navigator.credentials.get({ publicKey, mediation: "conditional", signal });
  return chosen instanceof PublicKeyCredential ? chosen.toJSON() : null;
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
  if (typeof PublicKeyCredential === "undefined") return { any: false, autofill: false };
  const { isConditionalMediationAvailable } = PublicKeyCredential;
  const autofill = await isConditionalMediationAvailable?.call(PublicKeyCredential);
  return { any: true, autofill: autofill ?? false };
}
