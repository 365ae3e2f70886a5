"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";

const EVERY_MS = 3_000;
const TRIES = 20;

/** The bank has not answered yet: the page asks again by itself for a minute. */
export function WaitForPayment() {
  const t = useTranslations("billing.success");
  const router = useRouter();
  useEffect(() => {
    let left = TRIES;
    const timer = setInterval(() => {
      left -= 1;
      if (left <= 0) clearInterval(timer);
      router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <>
      <PageHeader title={t("waitingTitle")} description={t("waitingDescription")} />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => router.refresh()}>
          {t("again")}
        </Button>
        <ButtonLink href="/billing">{t("billing")}</ButtonLink>
      </div>
    </>
  );
}
