"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { useErrorText } from "@/components/ui/forms/error-text";
import { type Failure, failureOf } from "@/components/ui/forms/failure-of";
import { FormError } from "@/components/ui/forms/form-error";
import { api } from "@/lib/api/client";

/** Calls off a deletion; on the page that stands in for the closed workspace. */
export function RestoreButton({ tenantId }: { tenantId: string }) {
  const t = useTranslations("settings.restore");
  const errorText = useErrorText();
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const restore = async () => {
    setIsPending(true);
    try {
      await api.post(`/api/v1/tenants/${tenantId}/restore`);
      window.location.assign("/");
    } catch (error) {
      setFailure(failureOf(error, errorText));
      setIsPending(false);
    }
  };
  return (
    <>
      <FormError failure={failure} />
      <Button variant="primary" loading={isPending} onClick={restore}>
        {t("action")}
      </Button>
    </>
  );
}
