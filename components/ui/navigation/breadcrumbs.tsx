import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

type Props = {
  /** From the list page down to the current one, which has no `href`. */
  items: readonly { label: string; href?: string }[];
};

/** The way back up, on pages below a list. */
export function Breadcrumbs({ items }: Props) {
  const t = useTranslations("ui");
  return (
    <nav aria-label={t("breadcrumbs")} data-slot="breadcrumbs">
      <ol className="flex flex-wrap items-center gap-1 text-sm">
        {items.map((item) => (
          <li key={item.label} className="flex items-center gap-1">
            {item.href ? (
              <>
                <Link href={item.href} className="rounded-sm text-fg-muted hover:text-fg">
                  {item.label}
                </Link>
                <ChevronRight aria-hidden="true" className="size-3.5 text-fg-subtle" />
              </>
            ) : (
              <span aria-current="page" className="text-fg">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
