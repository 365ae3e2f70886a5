"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { invitationList, invite } from "@/components/invitations/queries";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { SeatsAlert } from "@/components/seats/seats-alert";
import { Button } from "@/components/ui/actions/button";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Select } from "@/components/ui/forms/select";
import { Textarea } from "@/components/ui/forms/textarea";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { Dialog } from "@/components/ui/overlays/dialog";
import { type InviteResult, MAX_INVITATIONS } from "@/lib/access/invitations/schema";
import type { SeatsDto } from "@/lib/access/seats/schema";
import { readAddresses } from "@/lib/core/read-addresses";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Those that the person on screen may give. */
  roles: readonly RoleChoice[];
  seats: SeatsDto;
  upgradeHref: string | null;
};

/** Invites many people at once and says what happened to each address. */
export function InviteDialog({ open, onOpenChange, roles, seats, upgradeHref }: Props) {
  const t = useTranslations("invitations.dialog");
  const formId = useId();
  const [results, setResults] = useState<readonly InviteResult[]>();
  const [isSending, setIsSending] = useState(false);
  const close = () => {
    setResults(undefined);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={t("title")}
      description={t("description")}
      footer={
        results ? (
          <Button variant="primary" onClick={close}>
            {t("close")}
          </Button>
        ) : (
          <Button type="submit" form={formId} variant="primary" loading={isSending}>
            {t("submit")}
          </Button>
        )
      }
    >
      {results ? (
        <Results results={results} />
      ) : (
        <InviteForm
          id={formId}
          roles={roles}
          seats={seats}
          upgradeHref={upgradeHref}
          onSending={setIsSending}
          onSent={(sent) => (sent.every((item) => item.result === "invited") ? close() : setResults(sent))}
        />
      )}
    </Dialog>
  );
}

type FormProps = {
  id: string;
  roles: readonly RoleChoice[];
  seats: SeatsDto;
  upgradeHref: string | null;
  onSending: (isSending: boolean) => void;
  onSent: (results: readonly InviteResult[]) => void;
};

function InviteForm({ id, roles, seats, upgradeHref, onSending, onSent }: FormProps) {
  const t = useTranslations("invitations.dialog");
  const tBatch = useTranslations("invitations.batch");
  const roleName = useRoleName(roles);
  const client = useQueryClient();
  const router = useRouter();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const stepUp = useStepUp();
  const addresses = readAddresses(text);
  const form = useNativeForm({
    submit: async ({ role = "" }) => {
      onSending(true);
      try {
        const invitations = addresses.map((email) => ({ email, role }));
        return await stepUp.run(() => invite({ invitations }));
      } finally {
        onSending(false);
      }
    },
    onSuccess: async ({ data }) => {
      const count = data.filter((item) => item.result === "invited").length;
      if (count > 0) toast.success(t("done", { count }));
      onSent(data);
      await client.invalidateQueries({ queryKey: invitationList.key });
      router.refresh();
    },
  });
  return (
    <>
      <form
        id={id}
        {...form.formProps}
        onSubmit={(event) => {
          event.preventDefault();
          const found =
            addresses.length === 0
              ? t("none")
              : addresses.length > MAX_INVITATIONS
                ? t("tooMany")
                : undefined;
          setProblem(found);
          if (!found) form.formProps.onSubmit(event);
        }}
        className="grid gap-4"
      >
        <SeatsAlert seats={seats} upgradeHref={upgradeHref} />
        <Field
          label={t("emails")}
          hint={`${t("emailsHint")} ${t("count", { count: addresses.length })}.`}
          error={problem}
        >
          <Textarea
            name="emails"
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
            spellCheck={false}
            autoCapitalize="none"
            placeholder="anna@example.com, bas@example.com"
          />
        </Field>
        <Field label={t("role")} error={form.errorOf("role")}>
          <Select
            name="role"
            defaultValue={roles.at(-1)?.key}
            options={roles.map((role) => ({ value: role.key, label: roleName(role.key) }))}
          />
        </Field>
        <Link
          href="/members/invitations/import"
          className="w-fit text-accent-text text-sm underline-offset-4 hover:underline"
        >
          {tBatch("link")}
        </Link>
        <SeatsLeft seats={seats} wanted={addresses.length} />
        <FormError failure={form.failure} />
      </form>
      {stepUp.dialog}
    </>
  );
}

/** Before anything is sent: how many seats are left, and that they may not be enough. */
function SeatsLeft({ seats: { available }, wanted }: { seats: SeatsDto; wanted: number }) {
  const t = useTranslations("seats");
  if (available === null) return null;
  if (available > 0 && wanted > available) {
    return <Alert tone="warning">{t("tooMany", { count: wanted, free: available })}</Alert>;
  }
  return <p className="text-fg-subtle text-sm">{t("free", { count: available })}</p>;
}

function Results({ results }: { results: readonly InviteResult[] }) {
  const t = useTranslations("invitations.results");
  return (
    <ul aria-label={t("title")} className="divide-y text-sm">
      {results.map((item) => (
        <li key={item.email} className="flex items-center justify-between gap-4 py-2">
          <span className="min-w-0 truncate">{item.email}</span>
          <StatusDot
            tone={item.result === "invited" ? "success" : item.result === "invalid" ? "danger" : "neutral"}
          >
            {t(item.result)}
          </StatusDot>
        </li>
      ))}
    </ul>
  );
}
