"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { refusalOfPage } from "@/components/receipts/queries";
import { ButtonLink } from "@/components/ui/actions/button-link";

/** From a page that is refused to the receipt that says why. Nothing while there is none. */
export default function NewestRefusal() {
  const t = useTranslations("receipts");
  const { data } = useQuery(refusalOfPage(usePathname()));
  const [newest] = data?.data ?? [];
  if (!newest) return null;
  return <ButtonLink href={`/decisions/${newest.id}`}>{t("why")}</ButtonLink>;
}
