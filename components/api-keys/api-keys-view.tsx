"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, useState } from "react";
import { keyColumns } from "@/components/api-keys/key-columns";
import { KeyDialog } from "@/components/api-keys/key-dialog";
import { type KeyAction, keyMenu } from "@/components/api-keys/key-menu";
import { apiKeyList } from "@/components/api-keys/queries";
import { callSnippets } from "@/components/api-keys/snippets";
import { useCan } from "@/components/layout/shell/shell-context";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { CodeBlock } from "@/components/ui/display/code-block";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { OnceOpen } from "@/components/ui/overlays/once-open";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import { useUrlDialog } from "@/components/ui/use-url-state";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

const CreateKeyDialog = lazy(async () => ({
  default: (await import("@/components/api-keys/create-key-dialog")).CreateKeyDialog,
}));

const FILTERS = ["status"];

type Acting = { kind: KeyAction; key: ApiKeyDto };

type Props = {
  /** What the viewer may give to a key. */
  scopes: readonly string[];
  roles: readonly RoleChoice[];
  mayBePermanent: boolean;
  /** Longest life that the security policy allows. */
  maxDays: number | null;
  /** The workspace's own address, for the snippets. */
  origin: string;
  referenceHref: string;
};

/** The keys of the workspace: make one, see when each was used, revoke it. */
export function ApiKeysView({ scopes, roles, mayBePermanent, maxDays, origin, referenceHref }: Props) {
  const t = useTranslations("apiKeys");
  const mayCreate = useCan("api_keys:create");
  const mayRevoke = useCan("api_keys:revoke");
  const state = useTableState({ filters: FILTERS });
  const keys = useQuery({ ...apiKeyList(state.query), placeholderData: keepPreviousData });
  const [isOpen, setOpen] = useUrlDialog("create");
  const [acting, setActing] = useState<Acting>();
  const createButton = mayCreate ? (
    <Button variant="primary" onClick={() => setOpen(true)}>
      <Plus aria-hidden="true" className="size-4" />
      {t("create")}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <ButtonLink href={referenceHref} external>
              {t("reference")}
            </ButtonLink>
            {createButton}
          </>
        }
      />
      <DataTable
        label={t("table")}
        columns={keyColumns(t)}
        {...queryRows(keys)}
        rowId={(key) => key.id}
        state={state}
        filters={[
          {
            id: "status",
            label: t("columns.status"),
            options: (["active", "expired", "revoked"] as const).map((value) => ({
              value,
              label: t(`status.${value}`),
            })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={KeyRound}
            title={t("empty.title")}
            description={t("empty.description")}
          >
            <CodeBlock label={t("empty.example")} code={callSnippets(origin, "ak_live_…").slice(1)} />
          </EmptyState>
        }
        rowActions={(key) => keyMenu(t, key, { mayCreate, mayRevoke }, (kind) => setActing({ kind, key }))}
      />
      {mayCreate ? (
        <OnceOpen open={isOpen}>
          <CreateKeyDialog
            open={isOpen}
            onClose={() => setOpen(false)}
            scopes={scopes}
            roles={roles}
            mayBePermanent={mayBePermanent}
            maxDays={maxDays}
            origin={origin}
          />
        </OnceOpen>
      ) : null}
      {acting ? (
        <KeyDialog
          kind={acting.kind}
          apiKey={acting.key}
          origin={origin}
          onClose={() => setActing(undefined)}
        />
      ) : null}
    </>
  );
}
