"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { usePolicy } from "@/components/security/policy-context";
import { Card } from "@/components/ui/display/card";
import { useErrorText } from "@/components/ui/forms/error-text";
import { FormError } from "@/components/ui/forms/form-error";
import { SettingsFormFooter } from "@/components/ui/forms/settings-form-footer";
import { ApiError } from "@/lib/api/client";
import type { SecurityPolicy } from "@/lib/tenancy/policies/schema";

type Section = Exclude<keyof SecurityPolicy, "sso">;

/** The draft of one section, and what the server says of it. */
export function useSection<K extends Section>(section: K) {
  const { policy, propose, mayUpdate } = usePolicy();
  const errorText = useErrorText();
  const saved = policy[section];
  const [basis, setBasis] = useState(saved);
  const [draft, setDraft] = useState(saved);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<{ message: string }>();
  const [isBusy, setIsBusy] = useState(false);
  // Saved, here or by another card: what was typed in this section is settled then.
  if (basis !== saved) {
    setBasis(saved);
    if (JSON.stringify(basis) !== JSON.stringify(saved)) setDraft(saved);
  }
  const save = async () => {
    setIsBusy(true);
    setErrors({});
    setFailure(undefined);
    try {
      await propose({ [section]: draft });
    } catch (error) {
      const fields = error instanceof ApiError ? error.errors : [];
      setErrors(Object.fromEntries(fields.map((item) => [item.path, errorText.ofField(item)])));
      if (fields.length === 0) setFailure({ message: errorText.ofRequest(error) });
    } finally {
      setIsBusy(false);
    }
  };
  const discard = () => {
    setDraft(saved);
    setErrors({});
    setFailure(undefined);
  };
  const isDirty = JSON.stringify(draft) !== JSON.stringify(saved);
  return { draft, setDraft, errors, failure, isDirty, isBusy, save, discard, mayUpdate };
}

type Props = {
  title: string;
  description: string;
  state: Pick<
    ReturnType<typeof useSection>,
    "isDirty" | "isBusy" | "failure" | "save" | "discard" | "mayUpdate"
  >;
  children: ReactNode;
  action?: ReactNode;
};

/** One topic of the policy with its own save. */
export function SectionCard({ title, description, state, children, action }: Props) {
  const t = useTranslations("security");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void state.save();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Card
        title={title}
        description={description}
        action={action}
        footer={
          state.mayUpdate ? (
            <SettingsFormFooter
              isDirty={state.isDirty}
              isSubmitting={state.isBusy}
              onDiscard={state.discard}
              saveLabel={t("save")}
            />
          ) : (
            t("readOnly")
          )
        }
      >
        <fieldset disabled={!state.mayUpdate} className="grid gap-4">
          <legend className="sr-only">{title}</legend>
          <FormError failure={state.failure} />
          {children}
        </fieldset>
      </Card>
    </form>
  );
}
