import type { ProviderId } from "@/lib/auth/providers/provider-ids";

/** next-auth answers with the provider's address when it is asked with its own form token. */
export async function providerAddress(provider: ProviderId, callbackUrl: string): Promise<string> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await fetch(`/api/auth/signin/${provider}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, callbackUrl, json: "true" }),
  });
  const { url } = (await answer.json()) as { url: string };
  return url;
}
