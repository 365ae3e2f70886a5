import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import type { Fix } from "@/lib/access/decisions/schema";

/** What would make the answer yes, and who can do it. */
export function FixList({ fixes }: { fixes: readonly Fix[] }) {
  const t = useTranslations("access.fixes");
  const tRoles = useTranslations("roles");
  const format = useFormatter();
  if (fixes.length === 0) return null;
  const nameOf = ({ key, name }: Fix["roles"][number]) =>
    tRoles.has(`names.${key}` as never) ? tRoles(`names.${key}` as never) : name;
  return (
    <Card title={t("title")}>
      <ul className="grid gap-3 text-sm">
        {fixes.map((fix) => (
          <li key={fix.kind} className="grid gap-0.5">
            <p className="font-medium">
              {t(`kinds.${fix.kind}`, {
                roles: format.list(fix.roles.slice(0, 5).map(nameOf), { type: "disjunction" }),
                plan: fix.plan ?? "none",
                feature: fix.feature ?? "",
              })}
            </p>
            {fix.who.length > 0 ? (
              <p className="text-fg-muted">
                {t("who", {
                  people: format.list(
                    fix.who.map(({ name, email }) => name || email),
                    { type: "disjunction" },
                  ),
                })}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
