"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CreateLinkDialog } from "@/components/invitations/links/create-link-dialog";
import { linkList, revokeLink } from "@/components/invitations/links/queries";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { toast } from "@/components/ui/feedback/toast";
import { Pager } from "@/components/ui/navigation/pager";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { LinkDto, LinkPage } from "@/lib/access/invitations/links/schema";

const TONES = { open: "success", used_up: "neutral", expired: "warning", revoked: "neutral" } as const;

type Props = { first: LinkPage; roles: readonly RoleChoice[] };

/** Links that several colleagues may join with: make, watch, revoke. */
export function LinksCard({ first, roles }: Props) {
  const t = useTranslations("invitations.links");
  const client = useQueryClient();
  const roleName = useRoleName(roles);
  const [cursor, setCursor] = useState<string | null>(null);
  const links = useQuery({ ...linkList(cursor, first), placeholderData: keepPreviousData });
  const { data: rows, page } = links.data ?? first;
  const [isMaking, setIsMaking] = useState(false);
  const [doomed, setDoomed] = useState<LinkDto>();
  return (
    <Card
      className="mt-6"
      title={t("title")}
      description={t("description")}
      action={<Button onClick={() => setIsMaking(true)}>{t("create")}</Button>}
    >
      {links.error ? (
        <ErrorState error={links.error} onRetry={() => void links.refetch()} />
      ) : rows.length === 0 ? (
        <p className="flex items-center gap-2 text-fg-muted text-sm">
          <Link2 aria-hidden="true" className="size-4" />
          {t("empty")}
        </p>
      ) : (
        <ul aria-label={t("title")} className="divide-y">
          {rows.map((link) => (
            <li key={link.id} className="flex flex-wrap items-center justify-between gap-3 py-2 text-sm">
              <span className="grid min-w-0 gap-0.5">
                <span className="truncate font-medium">
                  {roleName(link.role)} · {link.domains.map((domain) => `@${domain}`).join(", ")}
                </span>
                <span className="text-fg-muted">
                  {t("uses", { uses: link.uses, max: link.max_uses })} · {t("expires")}{" "}
                  <DateTime value={link.expires_at} style="dateTime" />
                </span>
              </span>
              <span className="flex items-center gap-3">
                <StatusDot tone={TONES[link.status]}>{t(`status.${link.status}`)}</StatusDot>
                {link.status === "open" ? (
                  <Button size="sm" onClick={() => setDoomed(link)}>
                    {t("revoke.confirm")}
                  </Button>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-3 empty:hidden">
        <Pager next={page.next_cursor} isFirst={cursor === null} onGo={setCursor} />
      </div>
      <CreateLinkDialog open={isMaking} onClose={() => setIsMaking(false)} roles={roles} />
      {doomed ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setDoomed(undefined))}
          title={t("revoke.title")}
          description={t("revoke.description")}
          confirmLabel={t("revoke.confirm")}
          onConfirm={async () => {
            await revokeLink(doomed.id);
            toast.success(t("revoke.done"));
            await client.invalidateQueries({ queryKey: linkList.key });
          }}
        />
      ) : null}
    </Card>
  );
}
