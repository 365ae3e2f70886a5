import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import en from "@/components/i18n/messages/en";
import { Button } from "@/components/ui/actions/button";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { renderUi } from "@/components/ui/testing/render-ui";
import { ApiError } from "@/lib/api/client";

afterEach(cleanup);

const schema = z.object({ name: z.string().min(3), email: z.email() });
const refusal = (errors: ApiError["errors"], reason?: string) => {
  return new ApiError({
    status: 422,
    code: "validation_failed",
    title: "x",
    requestId: "req_9",
    errors,
    reason,
  });
};

type DemoProps = { submit: (values: z.output<typeof schema>) => Promise<unknown>; name?: string };

function ApiFormDemo({ submit, name = "" }: DemoProps) {
  const { form, formProps, errorOf, failure } = useApiForm({
    schema,
    defaultValues: { name, email: "" },
    submit,
  });
  return (
    <form {...formProps}>
      <FormError failure={failure} />
      <Field label="Name" error={errorOf("name")}>
        <Input {...form.register("name")} />
      </Field>
      <Field label="E-mail" error={errorOf("email")}>
        <Input {...form.register("email")} />
      </Field>
      <Button type="submit">Save</Button>
    </form>
  );
}

function NativeFormDemo({ submit }: { submit: (values: Record<string, string>) => Promise<unknown> }) {
  const { formProps, errorOf, failure } = useNativeForm({ submit });
  return (
    <form {...formProps}>
      <FormError failure={failure} />
      <Field label="E-mail" error={errorOf("email")}>
        <Input name="email" type="email" required />
      </Field>
      <Button type="submit">Save</Button>
    </form>
  );
}

const fill = (label: string, value: string) => {
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
};
const save = () => fireEvent.click(screen.getByRole("button", { name: "Save" }));
const errorOf = (label: string) => {
  const ids = screen.getByLabelText(label).getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent).join(" ");
};

describe("useApiForm", () => {
  it("explains each broken rule of the schema in words and sends nothing", async () => {
    const submit = vi.fn(async () => undefined);
    renderUi(<ApiFormDemo submit={submit} />);
    fill("Name", "ab");
    fill("E-mail", "nobody");
    save();
    await waitFor(() => expect(errorOf("Name")).toBe("Use at least 3 characters."));
    expect(errorOf("E-mail")).toBe("Enter an e-mail address, such as name@company.com.");
    expect(submit).not.toHaveBeenCalled();
  });

  it("leads from a refusal to its receipt", async () => {
    const refused = new ApiError({
      status: 403,
      code: "permission_denied",
      title: "x",
      errors: [],
      receipt: "/decisions/dec_1",
    });
    renderUi(<ApiFormDemo submit={() => Promise.reject(refused)} />);
    fill("Name", "Acme");
    fill("E-mail", "anna@acme.example");
    save();
    const link = await screen.findByRole("link", { name: "Why?" });
    expect(link.getAttribute("href")).toBe("/decisions/dec_1");
  });

  it("is filled in before its scripts run", () => {
    const html = renderToString(
      <NextIntlClientProvider locale="en" timeZone="UTC" messages={en}>
        <ApiFormDemo name="Acme" submit={async () => undefined} />
      </NextIntlClientProvider>,
    );
    expect(html).toContain('value="Acme"');
  });

  it("says that an empty field must be filled in", async () => {
    renderUi(<ApiFormDemo submit={async () => undefined} />);
    save();
    await waitFor(() => expect(errorOf("Name")).toBe("Fill in this field."));
  });

  it("puts field errors of the server on their inputs, translated by code", async () => {
    const errors = [{ path: "email", code: "email_taken", message: "duplicate key" }];
    renderUi(<ApiFormDemo submit={() => Promise.reject(refusal(errors))} />);
    fill("Name", "Acme");
    fill("E-mail", "anna@acme.example");
    save();
    await waitFor(() => expect(errorOf("E-mail")).toBe("Somebody else has this address by now."));
    expect(document.activeElement).toBe(screen.getByLabelText("E-mail"));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("shows an error of a field it does not have above the form, with the request id", async () => {
    const errors = [{ path: "plan.interval", code: "invalid", message: "No such interval." }];
    renderUi(<ApiFormDemo submit={() => Promise.reject(refusal(errors))} />);
    fill("Name", "Acme");
    fill("E-mail", "anna@acme.example");
    save();
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Some fields are not valid.");
    expect(alert.textContent).toContain("req_9");
  });

  it("prefers the reason of a refusal over its code", async () => {
    renderUi(<ApiFormDemo submit={() => Promise.reject(refusal([], "slug_taken"))} />);
    fill("Name", "Acme");
    fill("E-mail", "anna@acme.example");
    save();
    expect((await screen.findByRole("alert")).textContent).toContain("This address is taken.");
  });
});

describe("useNativeForm", () => {
  it("checks with the browser's own rules before sending", async () => {
    const submit = vi.fn(async () => undefined);
    renderUi(<NativeFormDemo submit={submit} />);
    save();
    await waitFor(() => expect(errorOf("E-mail")).toBe("Fill in this field."));
    expect(submit).not.toHaveBeenCalled();
  });

  it("sends the values and maps the server's field errors", async () => {
    const errors = [{ path: "email", code: "unknown_code", message: "Not this one." }];
    const submit = vi.fn((_values: Record<string, string>) => Promise.reject(refusal(errors)));
    renderUi(<NativeFormDemo submit={submit} />);
    fill("E-mail", "anna@acme.example");
    save();
    await waitFor(() => expect(errorOf("E-mail")).toBe("Not this one."));
    expect(submit).toHaveBeenCalledWith({ email: "anna@acme.example" });
  });
});
