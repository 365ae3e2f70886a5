import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NextIntlClientProvider } from "next-intl";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { IdentitiesCard } from "@/components/auth/identities/identities-card";
import { SignInNotice } from "@/components/auth/sign-in/sign-in-notice";
import en from "@/components/i18n/messages/en";

const google = {
  id: "1",
  provider: "google",
  label: "eva@example.test",
  connected_at: "2026-11-23T12:00:00.000Z",
  removable: true,
} as const;

function text(node: React.ReactNode): string {
  document.body.innerHTML = renderToString(
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      <QueryClientProvider client={new QueryClient()}>{node}</QueryClientProvider>
    </NextIntlClientProvider>,
  );
  return document.body.textContent ?? "";
}

function card(outcome: string, isConnected: boolean): string {
  const initial = { data: isConnected ? [google] : [], workspaces: [], available: ["google" as const] };
  return text(<IdentitiesCard initial={initial} elsewhere={null} outcome={outcome} />);
}

test("the address says only what is true: connected what the list shows, refused for the one known reason", () => {
  expect(card("google", true)).toContain("Google is connected.");
  expect(card("google", false)).not.toContain("is connected");
  expect(card("identity_taken", false)).toContain("belongs to another person");
  for (const made of ["github", "anything"]) {
    expect(card(made, true)).not.toMatch(/is connected|belongs to another person/);
  }
});

test("who closed their account reads about the week and the mail", () => {
  const notice = text(<SignInNotice notice="account_closed" error={undefined} />);
  expect(notice).toContain("erased in 7 days");
  expect(notice).toContain("mail");
});
