import { useTranslations } from "next-intl";
import { ScrollRegion } from "@/components/ui/display/scroll-region";

const EXAMPLE = `curl https://northwind.atrium.example/api/v1/agents \\
  -H "Authorization: Bearer ak_live_…"

{
  "data": [
    { "name": "StrategiePartner", "status": "active" },
    { "name": "QualityGuardian", "status": "active" }
  ],
  "page": { "next_cursor": null, "has_more": false }
}`;

/** A real call with a real answer, shortened. */
export function ApiExample() {
  const t = useTranslations("landing.api");
  return (
    <ScrollRegion label={t("example")} className="rounded-xl p-5">
      <pre className="font-mono text-sm leading-6">
        <code>{EXAMPLE}</code>
      </pre>
    </ScrollRegion>
  );
}
