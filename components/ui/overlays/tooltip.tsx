"use client";
import { cloneElement, type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { placeBeside } from "@/components/ui/overlays/place-beside";

type TriggerProps = { "aria-describedby"?: string | undefined };

type Props = {
  content: ReactNode;
  /** One focusable element. A disabled button gets no events: use `aria-disabled` there. */
  children: ReactElement<TriggerProps>;
  side?: "top" | "bottom" | "right";
  /** `false` when the tooltip only repeats the accessible name. */
  describes?: boolean;
};

const OPEN_DELAY_MS = 350;

/**
 * Extra words on hover and on keyboard focus, never the only place for something that must be known. Written on the
 * popover attribute instead of a library: it is on every page and weighs 1 KB instead of 34. Follows WCAG 1.4.13:
 * Escape closes it, the pointer may enter it.
 */
export function Tooltip({ content, children, side = "top", describes = true }: Props) {
  const id = useId();
  const anchorRef = useRef<HTMLSpanElement>(null);
  const bubbleRef = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const bubble = bubbleRef.current;
    const anchor = anchorRef.current?.firstElementChild;
    if (!open || !bubble || !anchor) return;
    bubble.showPopover?.();
    placeBeside(bubble, anchor, side);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [open, side]);

  const show = (delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(true), delayMs);
  };
  const hide = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(false), 80);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the focusable child, is not a control itself
    <span
      ref={anchorRef}
      className="contents"
      onPointerEnter={(event) => event.pointerType === "mouse" && show(OPEN_DELAY_MS)}
      onPointerLeave={hide}
      onPointerDown={() => {
        clearTimeout(timer.current);
        setOpen(false);
      }}
      onFocus={(event) => event.target.matches(":focus-visible") && show(0)}
      onBlur={hide}
    >
      {cloneElement(children, open && describes ? { "aria-describedby": id } : {})}
      {open ? (
        <span
          ref={bubbleRef}
          id={id}
          role="tooltip"
          popover="manual"
          data-slot="tooltip"
          className="pointer-events-auto fixed m-0 w-max max-w-64 rounded-md border border-line-strong bg-raised px-2 py-1 text-fg text-xs shadow-overlay"
        >
          {content}
        </span>
      ) : null}
    </span>
  );
}
