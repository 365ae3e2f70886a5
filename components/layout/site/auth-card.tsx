import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Logo } from "@/components/ui/display/logo";

type Props = {
  title: ReactNode;
  /** What to do here, in one sentence. */
  description?: ReactNode;
  /** The form. */
  children: ReactNode;
  /** A line under the card, such as "No account yet? Sign up". */
  footer?: ReactNode;
  /** Name or mark of the workspace whose sign-in this is; Atrium's own otherwise. */
  brand?: ReactNode;
  /** `lg` for onboarding steps and plan choice. */
  width?: "sm" | "lg";
};

/** The centred card of sign-in, sign-up, codes and onboarding; stands inside `AuthShell`. */
export function AuthCard({ title, description, children, footer, brand, width = "sm" }: Props) {
  const t = useTranslations("layout.site");
  return (
    <div className="grid flex-1 place-items-center px-4 py-12">
      <div className={width === "sm" ? "w-full max-w-sm" : "w-full max-w-2xl"}>
        <div className="mb-6 flex justify-center">
          {brand ?? (
            <a href="/" aria-label={t("home")} className="rounded-md">
              <Logo withName />
            </a>
          )}
        </div>
        <div className="rounded-xl border bg-surface p-6 sm:p-8">
          <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
          {description ? <p className="mt-1.5 text-fg-muted">{description}</p> : null}
          <div className="mt-6">{children}</div>
        </div>
        {footer ? <div className="mt-4 text-center text-fg-muted text-sm">{footer}</div> : null}
      </div>
    </div>
  );
}
