"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Dialog } from "@/components/ui/overlays/dialog";
import { SESSION_EXPIRED_EVENT } from "@/lib/api/client";

/**
 * Appears when a request finds the session gone. The page below stays as it is: signing in happens in another tab, so
 * nothing that was typed is lost.
 */
export function SessionExpired() {
  const t = useTranslations("layout.sessionExpired");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    window.addEventListener(SESSION_EXPIRED_EVENT, show);
    return () => window.removeEventListener(SESSION_EXPIRED_EVENT, show);
  }, []);
  return (
    <Dialog
      kind="alert"
      width="sm"
      open={open}
      onOpenChange={setOpen}
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>{t("done")}</Button>
          <ButtonLink href="/" external target="_blank" variant="primary">
            {t("signIn")}
          </ButtonLink>
        </>
      }
    />
  );
}
