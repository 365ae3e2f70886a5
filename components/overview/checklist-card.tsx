"use client";
import { useMutation } from "@tanstack/react-query";
import { Check, ChevronRight, Circle } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { api } from "@/lib/api/client";

type StepKey = "workspace" | "invite" | "agent" | "apiKey" | "firstCall" | "plan";

const TARGETS: Record<StepKey, { href: string; permission: string }> = {
  workspace: { href: "/settings", permission: "tenant:update" },
  invite: { href: "/members", permission: "members:invite" },
  agent: { href: "/agents", permission: "agents:create" },
  apiKey: { href: "/settings/api-keys", permission: "api_keys:create" },
  firstCall: { href: "/usage", permission: "usage:read" },
  plan: { href: "/billing", permission: "billing:manage" },
};

type Props = {
  steps: { key: StepKey; done: boolean }[];
  mayDismiss: boolean;
  permissions: readonly string[];
};

/** First steps of a new workspace; each links to where it is done and ticks itself off. */
export function ChecklistCard({ steps, mayDismiss, permissions }: Props) {
  const t = useTranslations("overview.checklist");
  const router = useRouter();
  const showFailure = useFailureToast();
  const dismiss = useMutation({
    mutationFn: () => api.put("/api/v1/checklist", { body: { dismissed: true } }),
    onSuccess: () => router.refresh(),
    onError: showFailure,
  });
  const done = steps.filter((step) => step.done).length;
  return (
    <Card
      title={t("title")}
      description={t("progress", { done, total: steps.length })}
      padding="flush"
      action={
        mayDismiss ? (
          <Button variant="ghost" size="sm" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
            {t("dismiss")}
          </Button>
        ) : undefined
      }
    >
      <ul>
        {steps.map((step) => {
          const target = TARGETS[step.key];
          const isOpen = !step.done && permissions.includes(target.permission);
          return (
            <li
              key={step.key}
              className="relative flex items-center gap-3 border-t px-5 py-3 first:border-t-0"
            >
              {step.done ? (
                <Check aria-hidden="true" className="size-4 shrink-0 text-success-text" />
              ) : (
                <Circle aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
              )}
              <span className={step.done ? "text-fg-subtle line-through" : "text-fg"}>
                {isOpen ? (
                  <Link href={target.href} className="after:absolute after:inset-0">
                    {t(`steps.${step.key}`)}
                  </Link>
                ) : (
                  t(`steps.${step.key}`)
                )}
              </span>
              <span className="sr-only">{step.done ? t("done") : t("open")}</span>
              {isOpen ? <ChevronRight aria-hidden="true" className="ml-auto size-4 text-fg-subtle" /> : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
