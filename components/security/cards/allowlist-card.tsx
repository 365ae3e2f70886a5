"use client";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePolicy } from "@/components/security/policy-context";
import { SectionCard, useSection } from "@/components/security/section-card";
import { Button } from "@/components/ui/actions/button";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Alert } from "@/components/ui/feedback/alert";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Switch } from "@/components/ui/forms/switch";
import { MAX_IP_ENTRIES } from "@/lib/tenancy/policies/schema";

/** The addresses that may open the portal and call the API. */
export function AllowlistCard() {
  const t = useTranslations("security.allowlist");
  const section = useSection("ip_allowlist");
  const { policy } = usePolicy();
  const { draft, setDraft, errors, mayUpdate } = section;
  const { entries } = draft;
  const here = policy.your_address;
  const setEntries = (next: typeof entries) => setDraft({ ...draft, entries: next });
  const add = (cidr: string, label: string) => setEntries([...entries, { cidr, label }]);
  return (
    <SectionCard title={t("title")} description={t("description")} state={section}>
      <Field layout="row" label={t("enabled")} hint={t("enabledHint")}>
        <Switch checked={draft.enabled} onCheckedChange={(enabled) => setDraft({ ...draft, enabled })} />
      </Field>
      {errors["ip_allowlist.entries"] ? (
        <Alert tone="danger" role="alert">
          {here ? t("excludesYou", { address: here }) : errors["ip_allowlist.entries"]}
        </Alert>
      ) : null}
      {entries.length === 0 ? <p className="text-fg-muted text-sm">{t("empty")}</p> : null}
      <ul className="grid gap-3">
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are edited in place and have no id
          <li key={index} className="flex items-start gap-2">
            <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2">
              <Field
                label={t("cidr", { row: index + 1 })}
                hideLabel
                error={errors[`ip_allowlist.entries.${index}.cidr`]}
              >
                <Input
                  value={entry.cidr}
                  placeholder="203.0.113.0/24"
                  spellCheck={false}
                  autoCapitalize="none"
                  className="font-mono"
                  onChange={(event) =>
                    setEntries(
                      entries.map((item, at) =>
                        at === index ? { ...item, cidr: event.target.value } : item,
                      ),
                    )
                  }
                />
              </Field>
              <Field label={t("label", { row: index + 1 })} hideLabel>
                <Input
                  value={entry.label}
                  placeholder={t("labelExample")}
                  maxLength={80}
                  onChange={(event) =>
                    setEntries(
                      entries.map((item, at) =>
                        at === index ? { ...item, label: event.target.value } : item,
                      ),
                    )
                  }
                />
              </Field>
            </div>
            {mayUpdate ? (
              <IconButton
                label={t("remove", { address: entry.cidr })}
                icon={<Trash2 aria-hidden="true" />}
                onClick={() => setEntries(entries.filter((_, at) => at !== index))}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {mayUpdate ? (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" disabled={entries.length >= MAX_IP_ENTRIES} onClick={() => add("", "")}>
            <Plus aria-hidden="true" className="size-4" />
            {t("add")}
          </Button>
          {here && !entries.some((entry) => entry.cidr.startsWith(here)) ? (
            <Button size="sm" onClick={() => add(here, t("myAddress"))}>
              {t("addMine", { address: here })}
            </Button>
          ) : null}
        </div>
      ) : null}
      {draft.enabled ? <Alert tone="info">{t("breakGlass")}</Alert> : null}
    </SectionCard>
  );
}
