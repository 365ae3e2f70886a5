import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { POST as confirmRoute } from "@/app/api/v1/me/passkeys/confirmation/route";
import { POST as optionsRoute } from "@/app/api/v1/me/passkeys/options/route";
import { POST as registerRoute } from "@/app/api/v1/me/passkeys/route";
import type { TestBrowser } from "./test-browser";

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;
export const ROOT_ORIGIN = "http://atrium.localhost:3000";

type Twist = {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  verified?: boolean;
  counter?: number;
  userHandle?: string | undefined;
  /** Signs with a key of its own. */
  forged?: boolean;
};

/** An authenticator in software (ES256, no attestation), to sign what a browser would and what none may. */
export class SoftPasskey {
  readonly credentialId = randomBytes(32);
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  counter = 0;
  userHandle: string | undefined;

  get id(): string {
    return this.credentialId.toString("base64url");
  }

  /** The answer to registration options. */
  attest(options: { challenge: string; user: { id: string } }, twist: Twist = {}) {
    this.userHandle = options.user.id;
    const clientDataJSON = clientData("webauthn.create", options.challenge, twist);
    const authData = Buffer.concat([
      rpHash(twist),
      Buffer.from([USER_PRESENT | (twist.verified === false ? 0 : USER_VERIFIED) | ATTESTED]),
      counterBytes(twist.counter ?? this.counter),
      Buffer.alloc(16),
      Buffer.from([0, this.credentialId.length]),
      this.credentialId,
      coseKey(this.#keys.publicKey),
    ]);
    const attestation = isoCBOR.encode(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", new Uint8Array(authData)],
      ]) as never,
    );
    return {
      ...this.#common(),
      response: {
        clientDataJSON: clientDataJSON.toString("base64url"),
        attestationObject: Buffer.from(attestation).toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  /** The answer to authentication options; the counter rises with each, unless the twist says otherwise. */
  sign(options: { challenge: string }, twist: Twist = {}) {
    this.counter += 1;
    const clientDataJSON = clientData("webauthn.get", options.challenge, twist);
    const authenticatorData = Buffer.concat([
      rpHash(twist),
      Buffer.from([USER_PRESENT | (twist.verified === false ? 0 : USER_VERIFIED)]),
      counterBytes(twist.counter ?? this.counter),
    ]);
    const key = twist.forged ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : this.#keys;
    const signature = createSign("sha256")
      .update(Buffer.concat([authenticatorData, sha256(clientDataJSON)]))
      .sign(key.privateKey);
    return {
      ...this.#common(),
      response: {
        clientDataJSON: clientDataJSON.toString("base64url"),
        authenticatorData: authenticatorData.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: "userHandle" in twist ? twist.userHandle : this.userHandle,
      },
    };
  }

  #common() {
    return { id: this.id, rawId: this.id, type: "public-key" as const, clientExtensionResults: {} };
  }
}

/** What a route that hands out WebAuthn options answered. */
export async function optionsOf(
  answer: Response | Promise<Response>,
): Promise<{ challenge: string; user: { id: string } }> {
  return (await (await answer).json()) as { challenge: string; user: { id: string } };
}

/** Registers a passkey through the product's routes in a signed-in browser. */
export async function registerPasskey(
  browser: TestBrowser,
  name = "Test key",
): Promise<{ passkey: SoftPasskey; codes: string[] | null }> {
  const passkey = new SoftPasskey();
  const options = await optionsOf(browser.call(optionsRoute));
  const made = await browser.call(registerRoute, { body: { name, response: passkey.attest(options) } });
  const { recovery_codes: codes } = (await made.json()) as { recovery_codes: string[] | null };
  const done = await browser.call(confirmRoute, { body: { saved: true } });
  if (done.status !== 204) throw new Error(`registration answered ${made.status}, ${done.status}`);
  return { passkey, codes };
}

function clientData(type: string, challenge: string, twist: Twist): Buffer {
  return Buffer.from(
    JSON.stringify({
      type: twist.type ?? type,
      challenge: twist.challenge ?? challenge,
      origin: twist.origin ?? ROOT_ORIGIN,
      crossOrigin: false,
    }),
  );
}

function rpHash(twist: Twist): Buffer {
  return sha256(Buffer.from(twist.rpId ?? "atrium.localhost"));
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function counterBytes(counter: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(counter);
  return bytes;
}

/** RFC 9052: kty EC2, alg ES256, crv P-256, x, y. */
function coseKey(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return isoCBOR.encode(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, "base64url"))],
      [-3, new Uint8Array(Buffer.from(y, "base64url"))],
    ]) as never,
  );
}
