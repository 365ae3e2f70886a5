"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, KeyRound, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, useState } from "react";
import { keyColumns } from "@/components/api-keys/key-columns";
import { RevokeKeyDialog } from "@/components/api-keys/revoke-key-dialog";
import { useCan } from "@/components/layout/shell/shell-context";
import { createToken, revokeToken, tokenList } from "@/components/personal-tokens/queries";
import { Button } from "@/components/ui/actions/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

const CreateKeyDialog = lazy(async () => ({
  default: (await import("@/components/api-keys/create-key-dialog")).CreateKeyDialog,
}));

const FILTERS = ["status"];

type Props = { scopes: readonly string[]; maxDays: number | null; origin: string };

/** The reader's own tokens for this workspace: make one, see when each was used, revoke it. */
export function TokensView({ scopes, maxDays, origin }: Props) {
  const t = useTranslations("personalTokens");
  const tKeys = useTranslations("apiKeys");
  const mayCreate = useCan("personal_tokens:create");
  const client = useQueryClient();
  const state = useTableState({ filters: FILTERS });
  const tokens = useQuery({ ...tokenList(state.query), placeholderData: keepPreviousData });
  const [isMaking, setIsMaking] = useState(false);
  const [ending, setEnding] = useState<ApiKeyDto>();
  const refresh = () => void client.invalidateQueries({ queryKey: tokenList.key });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          mayCreate ? (
            <Button variant="primary" onClick={() => setIsMaking(true)}>
              <Plus aria-hidden="true" className="size-4" />
              {t("create")}
            </Button>
          ) : null
        }
      />
      <DataTable
        label={t("title")}
        columns={keyColumns(tKeys).filter(({ id }) => id !== "createdBy")}
        {...queryRows(tokens)}
        rowId={(token) => token.id}
        state={state}
        filters={[
          {
            id: "status",
            label: tKeys("columns.status"),
            options: (["active", "expired", "revoked"] as const).map((value) => ({
              value,
              label: tKeys(`status.${value}`),
            })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={KeyRound}
            title={t("empty.title")}
            description={t(mayCreate ? "empty.description" : "empty.mayNot")}
          />
        }
        rowActions={(token) =>
          token.status === "active"
            ? {
                label: tKeys("actions.menu", { name: token.name }),
                sections: [
                  {
                    items: [
                      {
                        label: tKeys("actions.revoke"),
                        icon: <Ban aria-hidden="true" />,
                        tone: "danger" as const,
                        onSelect: () => setEnding(token),
                      },
                    ],
                  },
                ],
              }
            : undefined
        }
      />
      {isMaking ? (
        <CreateKeyDialog
          open
          onClose={() => {
            setIsMaking(false);
            refresh();
          }}
          scopes={scopes}
          mayBePermanent={false}
          maxDays={maxDays}
          origin={origin}
          create={createToken}
          words={{ title: t("create"), description: t("createDescription") }}
        />
      ) : null}
      {ending ? (
        <RevokeKeyDialog
          apiKey={ending}
          revoke={revokeToken}
          onClose={() => setEnding(undefined)}
          onDone={refresh}
        />
      ) : null}
    </>
  );
}
