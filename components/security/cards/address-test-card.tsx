"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePolicy } from "@/components/security/policy-context";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { blockContains, parseIp, parseIpBlock } from "@/lib/core/ip-address";

/** Says of any address whether the saved list lets it in, and by which entry. */
export function AddressTestCard() {
  const t = useTranslations("security.test");
  const { policy } = usePolicy();
  const [text, setText] = useState(policy.your_address ?? "");
  const address = parseIp(text.trim());
  const entry = address
    ? policy.ip_allowlist.entries.find(({ cidr }) => {
        const block = parseIpBlock(cidr);
        return block !== null && blockContains(block, address);
      })
    : undefined;
  const isOn = policy.ip_allowlist.enabled;
  return (
    <Card title={t("title")} description={t("description")}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("address")}>
          <Input
            value={text}
            spellCheck={false}
            autoCapitalize="none"
            className="font-mono"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <div role="status" className="self-end pb-1.5 text-sm" data-testid="address-verdict">
          {address === null ? (
            <span className="text-fg-muted">{text.trim() ? t("invalid") : t("none")}</span>
          ) : !isOn ? (
            <StatusDot tone="neutral">{t("off")}</StatusDot>
          ) : entry ? (
            <StatusDot tone="success">
              {t("allowed", { entry: entry.label ? `${entry.cidr} (${entry.label})` : entry.cidr })}
            </StatusDot>
          ) : (
            <StatusDot tone="danger">{t("refused")}</StatusDot>
          )}
        </div>
      </div>
    </Card>
  );
}
