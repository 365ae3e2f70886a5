"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ChangesTable } from "@/components/admin/audit/changes-table";
import { useEventName } from "@/components/admin/use-event-name";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { DescriptionList } from "@/components/ui/display/description-list";
import { PlaceName, PlaceSource } from "@/components/ui/display/place";
import { DateTime } from "@/components/ui/display/time";
import { Sheet } from "@/components/ui/overlays/dialog";
import type { PlatformEventDto } from "@/lib/back-office/events/schema";

type Props = {
  event: PlatformEventDto | undefined;
  onClose: () => void;
  /** Narrows the list to one actor or workspace. */
  onFilter: (filter: "actor_id" | "tenant_id", id: string) => void;
};

/** One event in full: who, from where, why and what changed. */
export function EventSheet({ event, onClose, onFilter }: Props) {
  const nameOf = useEventName();
  return (
    <Sheet
      open={event !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={event ? nameOf(event.action) : ""}
      description={event?.action}
    >
      {event ? <Details event={event} onFilter={onFilter} /> : null}
    </Sheet>
  );
}

function Details({ event, onFilter }: { event: PlatformEventDto; onFilter: Props["onFilter"] }) {
  const t = useTranslations("admin.audit.details");
  const { actor, target, tenant_id: tenantId } = event;
  const mono = (value: string | null): ReactNode =>
    value ? <code className="break-all font-mono text-xs">{value}</code> : null;
  const rows = {
    time: <DateTime value={event.occurred_at} style="dateTimeSeconds" withZone />,
    actor: <Party name={actor.label} type={actor.type} id={actor.id} />,
    onBehalfOf: mono(event.support?.on_behalf_of ?? null),
    ticket: event.support?.ticket ?? null,
    target: <Party name={target.label} type={target.type} id={target.id} />,
    reason: event.reason,
    ip: mono(event.ip),
    place: event.ip && (
      <span className="grid">
        <PlaceName place={event.place} />
        <span className="text-fg-subtle text-xs">
          <PlaceSource />
        </span>
      </span>
    ),
    userAgent: event.user_agent && <span className="break-words text-xs">{event.user_agent}</span>,
    requestId: mono(event.request_id),
    eventId: mono(event.id),
  };
  const keys = (Object.keys(rows) as (keyof typeof rows)[]).filter((key) => rows[key] !== null);
  return (
    <div className="grid gap-5">
      <DescriptionList items={keys.map((key) => ({ key, term: t(key), value: rows[key] }))} />
      <section className="grid gap-2">
        <h3 className="font-semibold text-sm">{t("changes")}</h3>
        <ChangesTable before={event.before} after={event.after} />
      </section>
      <div className="flex flex-wrap gap-2">
        {actor.id ? (
          <Button onClick={() => onFilter("actor_id", actor.id ?? "")}>{t("byActor")}</Button>
        ) : null}
        {tenantId ? (
          <>
            <Button onClick={() => onFilter("tenant_id", tenantId)}>{t("byTenant")}</Button>
            <ButtonLink href={`/tenants/${tenantId}`}>{t("toTenant")}</ButtonLink>
          </>
        ) : null}
      </div>
    </div>
  );
}

function Party({ name, type, id }: { name: string; type: string; id: string | null }) {
  return (
    <span className="grid">
      <span>
        {name || "–"} <span className="text-fg-subtle text-xs">{type}</span>
      </span>
      {id ? <code className="break-all font-mono text-2xs text-fg-subtle">{id}</code> : null}
    </span>
  );
}
