"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { api } from "@/lib/api/client";
import type { OwnedTenantDto, OwnedTenantsDto } from "@/lib/lifecycle/parking/schema";

/** Which workspaces stay open; the count says how many still fit. */
export function KeepForm({ initial }: { initial: OwnedTenantsDto }) {
  const t = useTranslations("lifecycle.keep");
  const showFailure = useFailureToast();
  const [owned, setOwned] = useState(initial);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => choiceOf(initial));
  const { limit } = owned;
  const room = limit === null ? null : limit - chosen.size;
  const save = useMutation({
    mutationFn: () => api.put<OwnedTenantsDto>("/tenants/kept", { body: { tenant_ids: [...chosen] } }),
    onSuccess: (fresh) => {
      setOwned(fresh);
      setChosen(choiceOf(fresh));
      toast.success(t("saved"));
    },
    onError: showFailure,
  });
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset className="grid gap-1">
        <legend className="mb-2 text-fg-muted text-sm">
          {limit === null ? t("unlimited") : t("limit", { limit, total: owned.data.length })}
        </legend>
        <ul className="divide-y divide-line overflow-hidden rounded-lg border">
          {owned.data.map((tenant) => (
            <li key={tenant.id} className="flex items-center justify-between gap-3 px-3 py-3">
              <Checkbox
                checked={chosen.has(tenant.id)}
                disabled={room !== null && room <= 0 && !chosen.has(tenant.id)}
                onChange={() => toggle(tenant.id)}
                label={tenant.name}
                description={tenant.slug}
              />
              <State tenant={tenant} />
            </li>
          ))}
        </ul>
      </fieldset>
      <p role="status" className="text-fg-muted text-sm">
        {room === null ? "" : t("room", { room: Math.max(0, room) })}
      </p>
      {room !== null && room < 0 ? <Alert tone="warning">{t("tooMany", { count: -room })}</Alert> : null}
      <Button
        type="submit"
        variant="primary"
        block
        loading={save.isPending}
        disabled={room !== null && room < 0}
      >
        {t("save")}
      </Button>
    </form>
  );
}

function State({ tenant }: { tenant: OwnedTenantDto }) {
  const t = useTranslations("lifecycle.keep.state");
  if (tenant.status === "parked") return <Badge tone="warning">{t("parked")}</Badge>;
  return tenant.status === "active" ? <Badge tone="success">{t("open")}</Badge> : <Badge>{t("other")}</Badge>;
}

/** The choice made before, else what is open now. */
function choiceOf({ data, limit }: OwnedTenantsDto): ReadonlySet<string> {
  const kept = data.filter((tenant) => tenant.kept);
  const open = kept.length > 0 ? kept : data.filter((tenant) => tenant.status !== "parked");
  return new Set(open.slice(0, limit ?? open.length).map((tenant) => tenant.id));
}
