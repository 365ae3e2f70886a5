"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PermissionGroup } from "@/components/roles/permission-group";
import {
  type CatalogueEntry,
  type PermissionState,
  type RoleDraft,
  stateOf,
} from "@/components/roles/role-draft";
import { usePermissionText } from "@/components/roles/use-permission-text";
import { Button } from "@/components/ui/actions/button";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";

type Props = {
  catalogue: readonly CatalogueEntry[];
  draft: RoleDraft;
  onChange: (changes: Record<string, PermissionState>) => void;
  readOnly: boolean;
  error?: string | undefined;
};

/** Every permission by resource, each allowed, left open or denied; found by typing. */
export function PermissionTree({ catalogue, draft, onChange, readOnly, error }: Props) {
  const t = useTranslations("roleEditor");
  const text = usePermissionText();
  const [query, setQuery] = useState("");
  const [shown, setShown] = useState("all");
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const matches = catalogue.filter((entry) => {
    if (shown === "set" && stateOf(draft, entry.key) === "none") return false;
    const haystack = `${entry.key} ${text.name(entry.key)} ${text.about(entry.key)}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
  const groups = Map.groupBy(matches, (entry) => entry.key.split(":")[0] ?? "");
  return (
    <div className="grid gap-4">
      <div className="grid gap-3 sm:grid-cols-[1fr_14rem]">
        <Field label={t("search")} hideLabel>
          <Input
            type="search"
            prefix={<Search aria-hidden="true" className="size-4" />}
            placeholder={t("search")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </Field>
        <Field label={t("filter")} hideLabel>
          <Select
            value={shown}
            onChange={(event) => setShown(event.target.value)}
            options={[
              { value: "all", label: t("filterAll") },
              { value: "set", label: t("filterSet") },
            ]}
          />
        </Field>
      </div>
      {error ? (
        <p role="alert" className="text-danger-text text-sm">
          {error}
        </p>
      ) : null}
      {groups.size === 0 ? (
        <div className="grid justify-items-start gap-2 text-fg-muted text-sm" role="status">
          {t("noMatch")}
          <Button
            size="sm"
            onClick={() => {
              setQuery("");
              setShown("all");
            }}
          >
            {t("clearSearch")}
          </Button>
        </div>
      ) : null}
      {[...groups].map(([resource, entries]) => (
        <PermissionGroup
          key={resource}
          resource={resource}
          entries={entries}
          draft={draft}
          onChange={onChange}
          readOnly={readOnly}
        />
      ))}
    </div>
  );
}
