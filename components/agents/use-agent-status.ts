"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { agentList, setAgentStatus } from "@/components/agents/queries";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";

type Target = { id: string; name: string; status: "active" | "archived" };

/** Archives or restores an agent; the toast can undo it. */
export function useAgentStatus() {
  const t = useTranslations("agents");
  const client = useQueryClient();
  const router = useRouter();
  const showFailure = useFailureToast();
  const change = useMutation({
    mutationFn: ({ id, status }: Target) => setAgentStatus(id, status),
    onSuccess: (_agent, target) => {
      const { name, status } = target;
      const opposite = status === "archived" ? "active" : "archived";
      toast.success(t(status === "archived" ? "archived" : "restored", { name }), {
        id: `agent-${target.id}`,
        action: { label: t("undo"), onSelect: () => change.mutate({ ...target, status: opposite }) },
      });
      router.refresh();
      return client.invalidateQueries({ queryKey: agentList.key });
    },
    onError: showFailure,
  });
  return change;
}
