"use client";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";

/** The way from a connection to its directory. */
export function DirectoryCard({ connectionId }: { connectionId: string }) {
  const t = useTranslations("sso.directory");
  return (
    <Card
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <span />
          <ButtonLink href={`/settings/single-sign-on/${connectionId}/directory`}>{t("open")}</ButtonLink>
        </>
      }
    />
  );
}
