"use client";
import { lazy, type ReactNode, Suspense, useRef } from "react";

const DialogPopup = lazy(() => import("@/components/ui/overlays/dialog-popup"));

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence: what this does. Also the accessible description. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the primary one last. A form in `children` submits through `<Button type="submit" form="id">`. */
  footer?: ReactNode;
  /** `alert` must be answered: pressing outside does not close it. */
  kind?: "dialog" | "alert";
  /** Where it appears: centred, or as a sheet from the right or left edge. */
  placement?: "center" | "right" | "left";
  width?: "sm" | "md" | "lg";
};

/**
 * A modal window over the page, controlled by `open`. Focus moves in, is kept in and returns to where it was. The code
 * behind it loads on first opening.
 */
export function Dialog(props: DialogProps) {
  const wasOpened = useRef(false);
  if (props.open) wasOpened.current = true;
  if (!wasOpened.current) return null;
  return (
    <Suspense fallback={null}>
      <DialogPopup {...props} />
    </Suspense>
  );
}

/** A panel from the edge, for details of a row or a longer form, with the page still in sight. */
export function Sheet({
  side = "right",
  ...props
}: Omit<DialogProps, "placement"> & { side?: "right" | "left" }) {
  return <Dialog {...props} placement={side} />;
}
