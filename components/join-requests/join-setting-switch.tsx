"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { setJoinSetting } from "@/components/join-requests/queries";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Field } from "@/components/ui/forms/field";
import { Switch } from "@/components/ui/forms/switch";
import type { JoinSettingDto } from "@/lib/access/join-requests/schema";

/** Off until an admin turns it on; of use only with a proved domain. */
export function JoinSettingSwitch({ setting, maySet }: { setting: JoinSettingDto; maySet: boolean }) {
  const t = useTranslations("joinRequests.setting");
  const showFailure = useFailureToast();
  const [enabled, setEnabled] = useState(setting.enabled);
  const change = useMutation({
    mutationFn: setJoinSetting,
    onSuccess: (saved) => setEnabled(saved.enabled),
    onError: showFailure,
  });
  const domains = setting.domains.map((domain) => `@${domain}`).join(", ");
  return (
    <Field label={t("label")} hint={domains ? t("domains", { domains }) : t("noDomain")} layout="row">
      <Switch
        checked={enabled}
        disabled={!maySet || change.isPending}
        onCheckedChange={(checked) => change.mutate(checked)}
      />
    </Field>
  );
}
