"use client";
import { type ReactNode, useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { Button } from "@/components/ui/actions/button";
import { useErrorText } from "@/components/ui/forms/error-text";
import { FormError } from "@/components/ui/forms/form-error";
import { api } from "@/lib/api/client";

type Props = {
  children: ReactNode;
  /** Where to sign in again; what the server says without it. */
  then?: string;
  variant?: "secondary" | "link" | "ghost";
};

/** Ends the session on every host. */
export function SignOutButton({ children, then, variant = "secondary" }: Props) {
  const errorText = useErrorText();
  const [isLeaving, setIsLeaving] = useState(false);
  const [failure, setFailure] = useState<{ message: string }>();
  const signOut = async () => {
    setIsLeaving(true);
    try {
      const { url } = await api.post<{ url: string }>("/api/auth-flows/sign-out");
      await goTo(then ?? url);
    } catch (error) {
      setFailure({ message: errorText.ofRequest(error) });
      setIsLeaving(false);
    }
  };
  return (
    <>
      <Button
        variant={variant}
        size={variant === "link" ? "inline" : "md"}
        loading={isLeaving}
        onClick={() => void signOut()}
      >
        {children}
      </Button>
      <FormError failure={failure} />
    </>
  );
}
