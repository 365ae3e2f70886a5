import { useTranslations } from "next-intl";
import { Kbd } from "@/components/ui/display/kbd";

const KEYS = ["a", "r", "i", "s", "j", "k"] as const;

/** Which key does what, in sight all the time. */
export function KeyHints() {
  const t = useTranslations("approvals.keys");
  return (
    <ul aria-label={t("label")} className="mb-4 flex flex-wrap gap-x-4 gap-y-2 text-fg-muted text-sm">
      {KEYS.map((key) => (
        <li key={key} className="flex items-center gap-1.5">
          <Kbd>{key.toUpperCase()}</Kbd>
          {t(key)}
        </li>
      ))}
    </ul>
  );
}
