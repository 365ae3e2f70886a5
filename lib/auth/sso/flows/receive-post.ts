import "server-only";
import { DomainError, NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { rootUrl } from "@/lib/tenancy/hosts";
import { assertRootHost } from "../../assert-root-host";
import { addressKey, takeAttempt } from "../../take-attempt";
import { SsoError } from "../sso-error";
import { receiveAssertion } from "./receive-assertion";

const MAX_CHARACTERS = 700_000;
const POSTS_PER_MINUTE = 60;

/**
 * A SAML provider's form. Returns where the browser goes on: with the code that its own cookie completes, or back to
 * the sign-in page.
 * @throws NotFoundError; DomainError unsupported_media_type, payload_too_large, rate_limited
 */
export async function receivePost(input: {
  host: string;
  ip: string | null;
  contentType: string;
  connectionId: string;
  readBody: () => Promise<string>;
}): Promise<string> {
  assertRootHost(input.host);
  if (!isId(input.connectionId)) throw new NotFoundError();
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(input.contentType)) {
    throw new DomainError("unsupported_media_type", "A SAML response is posted as a form.");
  }
  await takeAttempt([{ key: `saml:${addressKey(input.ip)}`, limit: POSTS_PER_MINUTE, windowSeconds: 60 }]);
  const body = await input.readBody();
  if (body.length > MAX_CHARACTERS) throw new DomainError("payload_too_large", "The response is too large.");
  const form = new URLSearchParams(body);
  try {
    const code = await receiveAssertion({
      connectionId: input.connectionId,
      relayState: form.get("RelayState") ?? "",
      response: form.get("SAMLResponse") ?? "",
    });
    return rootUrl(`/api/auth-flows/sso/complete?${new URLSearchParams({ code })}`);
  } catch (error) {
    if (!(error instanceof SsoError)) throw error;
    logger.warn({ reason: error.reason, detail: error.message }, "single sign-on failed");
    return rootUrl(`/sign-in?error=${error.reason}`);
  }
}
