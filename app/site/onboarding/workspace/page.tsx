import { getLocale, getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { JoinOffers } from "@/components/join-requests/join-offers";
import { WizardFrame } from "@/components/onboarding/wizard-frame";
import { EditWorkspaceForm } from "@/components/onboarding/workspace/edit-workspace-form";
import { WorkspaceForm, type WorkspaceValues } from "@/components/onboarding/workspace/workspace-form";
import { listOffers } from "@/lib/access/join-requests/list-offers";
import { requireUser } from "@/lib/access/require-context";
import type { UserContext } from "@/lib/core/context";
import { getOnboarding } from "@/lib/lifecycle/onboarding/get-onboarding";
import { getOperation } from "@/lib/lifecycle/operations/get-operation";
import { rootUrl } from "@/lib/tenancy/hosts";
import { loadStep } from "../load-step";

type Props = { searchParams: Promise<{ new?: string }> };

export default async function WorkspacePage({ searchParams }: Props) {
  // `?new=1` starts over for a further workspace, whatever the last run came to.
  const isNew = (await searchParams).new === "1";
  const { ctx, onboarding } = isNew ? await startOver() : await loadStep("workspace");
  const [t, locale] = await Promise.all([getTranslations("onboarding.workspace"), getLocale()]);
  const rootHost = new URL(rootUrl()).host;
  if (onboarding.tenant && !isNew) {
    const { name, slug, locale: language, time_zone } = onboarding.tenant;
    return (
      <WizardFrame step="workspace" title={t("editTitle")} description={t("editDescription")}>
        <EditWorkspaceForm rootHost={rootHost} initial={{ name, slug, locale: language, time_zone }} />
      </WizardFrame>
    );
  }
  const earlier = isNew ? null : await earlierAttempt(ctx, onboarding.operation_id);
  const initial = earlier ?? { name: "", slug: "", locale, time_zone: "Europe/Amsterdam" };
  return (
    <WizardFrame step="workspace" title={t("title")} description={t("description")}>
      <Translations namespaces={["joinRequests"]}>
        <JoinOffers offers={await listOffers(ctx)} />
      </Translations>
      <WorkspaceForm rootHost={rootHost} initial={initial} isRetry={earlier !== null} />
    </WizardFrame>
  );
}

async function startOver() {
  const ctx = await requireUser();
  return { ctx, onboarding: await getOnboarding(ctx) };
}

async function earlierAttempt(ctx: UserContext, operationId: string | null): Promise<WorkspaceValues | null> {
  if (!operationId) return null;
  return (await getOperation(ctx, operationId)).request;
}
