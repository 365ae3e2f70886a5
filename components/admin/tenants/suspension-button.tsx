"use client";
import { Ban, CirclePlay } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SuspensionDialog } from "@/components/admin/tenants/suspension-dialog";
import { Button } from "@/components/ui/actions/button";
import { SUSPENDABLE } from "@/lib/back-office/tenants/schema";
import type { TenantStatus } from "@/lib/core/context";

type Props = { tenant: { id: string; name: string; status: TenantStatus } };

/** Suspend or Reactivate, whichever this workspace allows; nothing for one that is being made or deleted. */
export function SuspensionButton({ tenant }: Props) {
  const t = useTranslations("admin");
  const [isOpen, setIsOpen] = useState(false);
  const isSuspended = tenant.status === "suspended";
  if (!isSuspended && !SUSPENDABLE.includes(tenant.status)) return null;
  const kind = isSuspended ? "reactivate" : "suspend";
  const Icon = isSuspended ? CirclePlay : Ban;
  return (
    <>
      <Button variant={isSuspended ? "primary" : "secondary"} onClick={() => setIsOpen(true)}>
        <Icon aria-hidden="true" className="size-4" />
        {t(`${kind}.button`)}
      </Button>
      <SuspensionDialog key={kind} kind={kind} tenant={tenant} open={isOpen} onOpenChange={setIsOpen} />
    </>
  );
}
