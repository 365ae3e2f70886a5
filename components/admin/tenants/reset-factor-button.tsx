"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ResetFactorDialog } from "@/components/members/reset-factor-dialog";
import { Button } from "@/components/ui/actions/button";

/** Resets the two-step sign-in of somebody whom no workspace's admin may help. */
export function ResetFactorButton({ person }: { person: { id: string; name: string } }) {
  const t = useTranslations("admin.tenant.members");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t("resetFactorLabel", { name: person.name })}
        onClick={() => setIsOpen(true)}
      >
        {t("resetFactor")}
      </Button>
      {isOpen ? (
        <ResetFactorDialog
          person={person}
          base="/admin/people"
          onClose={() => setIsOpen(false)}
          onDone={() => undefined}
        />
      ) : null}
    </>
  );
}
