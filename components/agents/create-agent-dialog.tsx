"use client";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { AgentGallery, type GalleryEntry } from "@/components/agents/agent-gallery";
import { NewAgentForm } from "@/components/agents/new-agent-form";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useUrlDialog } from "@/components/ui/use-url-state";

type Props = {
  catalogue: readonly GalleryEntry[];
  /** The plan's agents are all in use. */
  isFull: boolean;
  /** Where plans are chosen; absent for those who may not. */
  plansHref: string | undefined;
};

/** Two steps: which agent, then its name. */
export function CreateAgentDialog({ catalogue, isFull, plansHref }: Props) {
  const t = useTranslations("agents.dialog");
  const formId = useId();
  const [isOpen, setOpen] = useUrlDialog("create");
  const [chosen, setChosen] = useState<GalleryEntry>();
  const [isSending, setIsSending] = useState(false);
  const close = () => {
    setChosen(undefined);
    setOpen(false);
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => (open ? undefined : close())}
      width="lg"
      title={t("title")}
      description={chosen ? t("describe") : t("choose")}
      footer={
        chosen ? (
          <>
            <Button onClick={() => setChosen(undefined)}>{t("back")}</Button>
            <Button type="submit" form={formId} variant="primary" loading={isSending}>
              {t("submit")}
            </Button>
          </>
        ) : undefined
      }
    >
      {chosen ? (
        <NewAgentForm id={formId} entry={chosen} onSending={setIsSending} onCreated={close} />
      ) : (
        <div className="grid gap-4">
          {isFull ? (
            <Alert
              tone="warning"
              action={
                plansHref ? (
                  <ButtonLink href={plansHref} size="sm">
                    {t("upgrade")}
                  </ButtonLink>
                ) : undefined
              }
            >
              {t("full")}
            </Alert>
          ) : null}
          <AgentGallery catalogue={catalogue} isFull={isFull} plansHref={plansHref} onChoose={setChosen} />
        </div>
      )}
    </Dialog>
  );
}
