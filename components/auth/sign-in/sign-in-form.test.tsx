import { NextIntlClientProvider } from "next-intl";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { SignInForm } from "@/components/auth/sign-in/sign-in-form";
import { SignUpForm } from "@/components/auth/sign-up/sign-up-form";
import en from "@/components/i18n/messages/en";

/** What the server sends, before any script has run. */
function served(form: React.ReactNode): HTMLFormElement {
  const html = renderToString(
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      {form}
    </NextIntlClientProvider>,
  );
  document.body.innerHTML = html;
  const found = document.querySelector("form");
  if (!found) throw new Error("no form was rendered");
  return found;
}

test.each([
  ["sign-in", <SignInForm key="in" to={undefined} next={undefined} email={undefined} initialOffer={null} />],
  ["sign-up", <SignUpForm key="up" next={undefined} email={undefined} />],
])("the %s form cannot put a password into the address before the page's script runs", (_name, form) => {
  const { method, elements } = served(form);
  const submit = Array.from(elements).find((element) => element.getAttribute("type") === "submit");
  expect(method).toBe("post");
  expect(submit?.hasAttribute("disabled")).toBe(true);
});

test("control: a form without a method is sent in the address", () => {
  expect(served(<form />).method).toBe("get");
});
