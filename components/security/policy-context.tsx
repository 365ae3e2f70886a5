"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { ImpactDialog } from "@/components/security/impact-dialog";
import { previewPolicy, savePolicy } from "@/components/security/queries";
import { toast } from "@/components/ui/feedback/toast";
import type { PolicyImpact, SecurityPolicyDto } from "@/lib/access/policies/schema";
import type { SecurityPolicyInput } from "@/lib/tenancy/policies/schema";

type PolicyValue = {
  policy: SecurityPolicyDto;
  mayUpdate: boolean;
  /** Shows what a change would do and saves it once that is confirmed. Throws what the server refuses beforehand. */
  propose: (change: SecurityPolicyInput) => Promise<void>;
};

const PolicyContext = createContext<PolicyValue | undefined>(undefined);

type Props = { initial: SecurityPolicyDto; mayUpdate: boolean; children: ReactNode };

/** The policy that the cards of a page edit together: one version, one confirmation, one proof of identity. */
export function PolicyProvider({ initial, mayUpdate, children }: Props) {
  const t = useTranslations("security");
  const router = useRouter();
  const stepUp = useStepUp();
  const [policy, setPolicy] = useState(initial);
  const [proposal, setProposal] = useState<{ change: SecurityPolicyInput; impact: PolicyImpact }>();
  const [isOpen, setIsOpen] = useState(false);

  const propose = async (change: SecurityPolicyInput) => {
    setProposal({ change, impact: await previewPolicy(change) });
    setIsOpen(true);
  };
  const confirm = async () => {
    if (!proposal) return;
    setPolicy(await stepUp.run(() => savePolicy(proposal.change, policy.version)));
    toast.success(t("saved"));
    router.refresh();
  };
  return (
    <PolicyContext value={{ policy, mayUpdate, propose }}>
      {children}
      <ImpactDialog
        impact={proposal?.impact}
        open={isOpen}
        onClose={() => setIsOpen(false)}
        onConfirm={confirm}
      />
      {stepUp.dialog}
    </PolicyContext>
  );
}

/** The policy of the page. */
export function usePolicy(): PolicyValue {
  const value = useContext(PolicyContext);
  if (!value) throw new TypeError("usePolicy needs a PolicyProvider");
  return value;
}
