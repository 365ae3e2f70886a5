"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { apiKeyList, rotateApiKey } from "@/components/api-keys/queries";
import { type KeyFormProps, ShowOnceDialog } from "@/components/api-keys/show-once-dialog";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { type ApiKeyDto, MAX_OVERLAP_HOURS } from "@/lib/access/api-keys/schema";

const OVERLAPS = [MAX_OVERLAP_HOURS, 4, 1, 0];

type Props = { apiKey: ApiKeyDto; origin: string; onClose: () => void };

/** A new key in the place of one that works on for some hours. */
export function RotateKeyDialog({ apiKey, origin, onClose }: Props) {
  const t = useTranslations("apiKeys.rotate");
  return (
    <ShowOnceDialog
      open
      onClose={onClose}
      origin={origin}
      title={t("title", { name: apiKey.name })}
      description={t("description")}
      submitLabel={t("submit")}
      form={(props) => <RotateForm {...props} apiKeyId={apiKey.id} />}
    />
  );
}

function RotateForm({ id, onCreated, onBusy, apiKeyId }: KeyFormProps & { apiKeyId: string }) {
  const t = useTranslations("apiKeys.rotate");
  const client = useQueryClient();
  const stepUp = useStepUp();
  const form = useNativeForm({
    submit: async ({ overlap }) => {
      onBusy(true);
      return stepUp
        .run(() => rotateApiKey(apiKeyId, { overlap_hours: Number(overlap) }))
        .finally(() => onBusy(false));
    },
    onSuccess: (key) => {
      onCreated(key);
      void client.invalidateQueries({ queryKey: apiKeyList.key });
    },
  });
  return (
    <>
      <form id={id} {...form.formProps} className="grid gap-5">
        <FormError failure={form.failure} />
        <Field label={t("overlap")} hint={t("overlapHint")}>
          <Select
            name="overlap"
            defaultValue={String(MAX_OVERLAP_HOURS)}
            options={OVERLAPS.map((hours) => ({ value: String(hours), label: t("hours", { count: hours }) }))}
          />
        </Field>
      </form>
      {stepUp.dialog}
    </>
  );
}
