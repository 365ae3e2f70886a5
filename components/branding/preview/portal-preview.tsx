"use client";
import { Bot, LayoutDashboard, Menu, Settings, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PreviewProps } from "@/components/branding/preview/types";
import { buttonVariants } from "@/components/ui/actions/button-variants";
import { cn } from "@/components/ui/cn";
import { Avatar } from "@/components/ui/display/avatar";
import { Badge } from "@/components/ui/display/badge";
import { Picture } from "@/components/ui/display/picture";
import { StatusDot } from "@/components/ui/display/status-dot";

const ITEMS = [
  { id: "overview", icon: LayoutDashboard },
  { id: "agents", icon: Bot },
  { id: "members", icon: Users },
  { id: "settings", icon: Settings },
] as const;

/** A page of the portal in small. */
export function PortalPreview({ name, logo, icon, poweredBy }: PreviewProps) {
  const t = useTranslations("branding.preview");
  const layout = useTranslations("layout");
  return (
    <div className="h-full @md:grid @md:grid-cols-[9.5rem_minmax(0,1fr)]">
      <div className="hidden flex-col @md:flex border-r px-2.5 py-3 text-xs">
        <Switcher name={name} logo={logo} icon={icon} />
        <ul className="mt-4 grid gap-0.5">
          {ITEMS.map((item) => (
            <li
              key={item.id}
              className={cn(
                "flex h-7 items-center gap-2 rounded-md px-2",
                item.id === "agents" ? "bg-hover font-medium" : "text-fg-muted",
              )}
            >
              <item.icon
                aria-hidden="true"
                className={cn("size-3.5", item.id === "agents" ? "text-accent-text" : "text-fg-subtle")}
              />
              {t(item.id)}
            </li>
          ))}
        </ul>
        {poweredBy ? <p className="mt-auto px-2 text-2xs text-fg-subtle">{layout("poweredBy")}</p> : null}
      </div>
      <div className="min-w-0">
        <div className="flex h-10 items-center gap-2 border-b px-3 @md:hidden">
          <Menu aria-hidden="true" className="size-4 text-fg-muted" />
          <span className="font-medium text-sm">{t("agents")}</span>
        </div>
        <div className="grid gap-4 p-4">
          <div className="flex flex-wrap items-start justify-between gap-2">
            <div>
              <p className="font-semibold text-lg tracking-tight">{t("pageTitle")}</p>
              <p className="text-fg-muted text-xs">{t("pageText")}</p>
            </div>
            <span className={buttonVariants({ variant: "primary", size: "sm" })}>{t("add")}</span>
          </div>
          <div className="divide-y rounded-lg border bg-surface text-sm">
            {(["agentOne", "agentTwo"] as const).map((agent, index) => (
              <div key={agent} className="flex items-center justify-between gap-2 px-3 py-2.5">
                <span className="truncate font-medium">{t(agent)}</span>
                <StatusDot tone={index === 0 ? "success" : "neutral"} className="text-xs">
                  {t(index === 0 ? "active" : "paused")}
                </StatusDot>
              </div>
            ))}
          </div>
          <div className="flex flex-wrap items-center gap-3 text-sm">
            <span className="text-accent-text underline underline-offset-4">{t("link")}</span>
            <Badge tone="accent">{t("active")}</Badge>
          </div>
        </div>
      </div>
    </div>
  );
}

function Switcher({ name, logo, icon }: Pick<PreviewProps, "name" | "logo" | "icon">) {
  if (logo) return <Picture src={logo} alt="" className="ml-1 h-7 max-w-full self-start object-contain" />;
  return (
    <span className="flex items-center gap-2 px-1">
      {icon ? (
        <Picture src={icon} alt="" className="size-6 rounded-sm object-contain" />
      ) : (
        <Avatar name={name} shape="square" />
      )}
      <span className="truncate font-medium">{name}</span>
    </span>
  );
}
