import { useTranslations } from "next-intl";

/** Says whose product this is, under a workspace's own look. */
export function PoweredBy({ href }: { href: string }) {
  const t = useTranslations("layout");
  return (
    <a href={href} className="text-fg-subtle text-xs underline-offset-4 hover:text-fg-muted hover:underline">
      {t("poweredBy")}
    </a>
  );
}
