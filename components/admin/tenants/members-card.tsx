"use client";
import { useTranslations } from "next-intl";
import { ResetFactorButton } from "@/components/admin/tenants/reset-factor-button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { cn } from "@/components/ui/cn";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import { useScrollRegion } from "@/components/ui/table/use-scroll-region";
import type { AdminMemberDto, AdminTenantDetailDto } from "@/lib/back-office/tenants/schema";

/** The people of a workspace. */
export function MembersCard({
  members,
  tenantId,
}: Pick<AdminTenantDetailDto, "members"> & { tenantId: string }) {
  const t = useTranslations("admin.tenant.members");
  const { total, shown } = members;
  return (
    <Card
      title={t("title")}
      description={
        total > shown.length ? t("more", { shown: shown.length, total }) : t("count", { count: total })
      }
      padding="flush"
    >
      {shown.length === 0 ? (
        <p className="px-5 py-6 text-fg-muted text-sm">{t("empty")}</p>
      ) : (
        <MemberTable members={shown} tenantId={tenantId} />
      )}
    </Card>
  );
}

const HEAD = "h-9 px-5 text-left font-medium text-fg-muted text-xs";
const CELL = "px-5 py-2.5";

function MemberTable({ members, tenantId }: { members: readonly AdminMemberDto[]; tenantId: string }) {
  const t = useTranslations("admin.tenant.members");
  const region = useScrollRegion();
  return (
    <div
      ref={region.ref}
      {...(region.isScrollable ? { tabIndex: 0, role: "region", "aria-label": t("title") } : {})}
      // Words for screen readers are placed by it, else they widen the page.
      className={cn("focus-inset relative", region.isScrollable ? "overflow-x-auto" : "overflow-x-clip")}
    >
      <table aria-label={t("title")} className="w-full text-sm">
        <thead className="border-b bg-inset">
          <tr>
            <th className={HEAD}>{t("name")}</th>
            <th className={HEAD}>{t("email")}</th>
            <th className={HEAD}>{t("role")}</th>
            <th className={HEAD}>{t("status")}</th>
            <th className={HEAD}>{t("joined")}</th>
            <th className={HEAD}>
              <span className="sr-only">{t("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} tenantId={tenantId} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MemberRow({ member, tenantId }: { member: AdminMemberDto; tenantId: string }) {
  const t = useTranslations("admin.tenant.members");
  const names = useTranslations("roles.names");
  const isActive = member.status === "active";
  const roleNames = member.roles.map((key) => (names.has(key as never) ? names(key as never) : key));
  return (
    <tr className="border-b last:border-0">
      <td className={cn(CELL, "font-medium")}>{member.name || "–"}</td>
      <td className={CELL}>{member.email}</td>
      <td className={CELL}>{roleNames.join(", ") || "–"}</td>
      <td className={CELL}>
        <StatusDot tone={isActive ? "success" : "neutral"}>
          {t(isActive ? "statuses.active" : "statuses.suspended")}
        </StatusDot>
      </td>
      <td className={CELL}>
        <DateTime value={member.joined_at} />
      </td>
      <td className={cn(CELL, "text-right")}>
        {isActive ? (
          <ButtonLink
            href={`/support/new?tenant=${tenantId}&member=${member.id}`}
            size="sm"
            variant="ghost"
            aria-label={t("seeAsLabel", { name: member.name || member.email })}
          >
            {t("seeAs")}
          </ButtonLink>
        ) : null}
        <ResetFactorButton person={{ id: member.id, name: member.name || member.email }} />
      </td>
    </tr>
  );
}
