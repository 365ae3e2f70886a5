"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DeleteAccountDialog } from "@/components/auth/deletion/delete-account-dialog";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";

type Props = {
  email: string;
  /** The root host's profile; null on that page itself. */
  rootProfile: string | null;
};

/** Deleting the own account: what that means, and where it begins. */
export function DeleteAccountCard({ email, rootProfile }: Props) {
  const t = useTranslations("profile.deletion");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <span />
          <Button variant="danger-outline" onClick={() => setIsOpen(true)}>
            {t("open")}
          </Button>
        </>
      }
    >
      <p className="text-fg-muted text-sm">{t("what")}</p>
      <DeleteAccountDialog email={email} rootProfile={rootProfile} open={isOpen} onOpenChange={setIsOpen} />
    </Card>
  );
}
