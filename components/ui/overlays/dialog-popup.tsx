"use client";
import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog } from "@base-ui/react/dialog";
import { cva } from "class-variance-authority";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { DialogProps } from "@/components/ui/overlays/dialog";

const popupVariants = cva(
  "fixed z-50 flex flex-col border border-line-strong bg-raised text-fg shadow-dialog outline-none transition-[opacity,scale,translate] duration-150",
  {
    variants: {
      placement: {
        center:
          "top-[12dvh] left-1/2 max-h-[min(44rem,80dvh)] w-[calc(100vw-2rem)] -translate-x-1/2 rounded-xl data-ending-style:scale-98 data-starting-style:scale-98 data-ending-style:opacity-0 data-starting-style:opacity-0",
        right:
          "inset-y-0 right-0 h-dvh w-[calc(100vw-3rem)] border-y-0 border-r-0 data-ending-style:translate-x-6 data-starting-style:translate-x-6 data-ending-style:opacity-0 data-starting-style:opacity-0",
        left: "inset-y-0 left-0 h-dvh w-[calc(100vw-3rem)] border-y-0 border-l-0 data-ending-style:-translate-x-6 data-starting-style:-translate-x-6 data-ending-style:opacity-0 data-starting-style:opacity-0",
      },
      width: { sm: "max-w-md", md: "max-w-lg", lg: "max-w-3xl" },
    },
  },
);

/** The loaded half of `Dialog`. */
export default function DialogPopup({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  kind = "dialog",
  placement = "center",
  width = "md",
}: DialogProps) {
  const t = useTranslations("ui.dialog");
  const Parts = kind === "alert" ? AlertDialog : Dialog;
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Backdrop className="fixed inset-0 z-50 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Parts.Popup data-slot="dialog" className={popupVariants({ placement, width })}>
          <header className="grid gap-1 pt-4 pr-14 pb-3 pl-5">
            <Parts.Title className="font-semibold text-lg">{title}</Parts.Title>
            {description ? (
              <Parts.Description className="text-fg-muted text-sm">{description}</Parts.Description>
            ) : null}
          </header>
          {children ? (
            <div className={cn("min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5")}>{children}</div>
          ) : null}
          {footer ? (
            <footer className="flex flex-wrap items-center justify-end gap-2 rounded-b-[inherit] border-t bg-inset px-5 py-3">
              {footer}
            </footer>
          ) : null}
          {/* Last in the document, so that the focus starts at the first field or button of the content. */}
          <Parts.Close
            aria-label={t("close")}
            className="absolute top-3.5 right-3.5 grid size-7 place-items-center rounded-md text-fg-subtle hover:bg-hover hover:text-fg"
          >
            <X aria-hidden="true" className="size-4" />
          </Parts.Close>
        </Parts.Popup>
      </Parts.Portal>
    </Parts.Root>
  );
}
