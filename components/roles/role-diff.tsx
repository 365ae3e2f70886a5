"use client";
import { useFormatter, useTranslations } from "next-intl";
import { usePermissionText } from "@/components/roles/use-permission-text";
import type { RolePreview } from "@/lib/access/roles/schema";

/** Who gains and who loses what by a change of a role. */
export function RoleDiff({ preview }: { preview: RolePreview }) {
  const t = useTranslations("roleEditor.diff");
  const format = useFormatter();
  const text = usePermissionText();
  const listed = (keys: readonly string[]) => format.list(keys.map(text.name));
  const more = preview.people_changed - preview.people.length;
  return (
    <div className="grid gap-4 text-sm" data-testid="role-diff">
      <Changes title={t("allows")} sign="+" keys={preview.gains} />
      <Changes title={t("takes")} sign="−" keys={preview.loses} />
      {preview.gains.length + preview.loses.length === 0 ? <p>{t("nothing")}</p> : null}
      <div className="grid gap-1.5">
        <p className="font-medium">{t("people", { count: preview.people_changed })}</p>
        {preview.people.length > 0 ? (
          <ul className="grid max-h-56 gap-1.5 overflow-y-auto pr-2">
            {preview.people.map((person) => (
              <li key={person.id}>
                <span className="font-medium">{person.name}</span>{" "}
                <span className="text-fg-muted">
                  {[
                    person.gains.length > 0 ? t("gains", { list: listed(person.gains) }) : null,
                    person.loses.length > 0 ? t("loses", { list: listed(person.loses) }) : null,
                  ]
                    .filter(Boolean)
                    .join("; ")}
                </span>
              </li>
            ))}
            {more > 0 ? <li className="text-fg-muted">{t("more", { count: more })}</li> : null}
          </ul>
        ) : null}
      </div>
      {preview.keys_affected > 0 ? <p>{t("keys", { count: preview.keys_affected })}</p> : null}
      {preview.pending_invitations > 0 ? (
        <p>{t("invitations", { count: preview.pending_invitations })}</p>
      ) : null}
      {preview.open_links > 0 ? <p>{t("links", { count: preview.open_links })}</p> : null}
    </div>
  );
}

function Changes({ title, sign, keys }: { title: string; sign: "+" | "−"; keys: readonly string[] }) {
  const text = usePermissionText();
  if (keys.length === 0) return null;
  return (
    <div className="grid gap-1">
      <p className="font-medium">{title}</p>
      <ul className={sign === "+" ? "text-success-text" : "text-danger-text"}>
        {keys.map((key) => (
          <li key={key}>
            <span aria-hidden="true">{sign} </span>
            {text.name(key)}
          </li>
        ))}
      </ul>
    </div>
  );
}
