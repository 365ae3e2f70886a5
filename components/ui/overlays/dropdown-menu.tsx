"use client";
import { lazy, type ReactNode, type RefObject, Suspense, useId, useRef, useState } from "react";

const loadPopup = () => import("@/components/ui/overlays/menu-popup");
const MenuPopup = lazy(loadPopup);

export type MenuAction = {
  label: ReactNode;
  /** Needed as React key and for typing ahead when `label` is not a plain text. */
  textValue?: string;
  icon?: ReactNode;
  /** Goes somewhere instead of doing something. */
  href?: string;
  onSelect?: () => void;
  tone?: "danger";
  disabled?: boolean;
  /** Why it is disabled, shown under the label. */
  reason?: string;
  /** A shortcut or badge at the right. */
  trailing?: ReactNode;
  /** A check mark, for one choice out of several. */
  checked?: boolean;
};

export type MenuSection = { label?: string; items: readonly MenuAction[] };

type TriggerProps = {
  ref: RefObject<HTMLButtonElement | null>;
  id: string;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  onClick: (event: React.MouseEvent) => void;
  onPointerEnter: () => void;
  onFocus: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
};

type Props = {
  /** Sections, with a line between them. */
  sections: readonly MenuSection[];
  /** Renders the button; spread the props on a `Button`, `IconButton` or `<button>`. */
  trigger: (props: TriggerProps) => ReactNode;
  align?: "start" | "center" | "end";
  side?: "bottom" | "top" | "right";
  /** Above the first section, for example who is signed in. */
  header?: ReactNode;
};

/** A menu of actions. The list itself loads when the pointer or the focus reaches its button. */
export function DropdownMenu({ sections, trigger, align = "end", side = "bottom", header }: Props) {
  const anchorRef = useRef<HTMLButtonElement>(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const [isByKeyboard, setIsByKeyboard] = useState(false);
  const wasOpened = useRef(false);
  if (open) wasOpened.current = true;
  return (
    <>
      {trigger({
        ref: anchorRef,
        id,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        onClick: (event) => {
          // A click without pointer comes from Enter or Space.
          setIsByKeyboard(event.detail === 0);
          setOpen(!open);
        },
        onPointerEnter: () => void loadPopup(),
        onFocus: () => void loadPopup(),
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setIsByKeyboard(true);
          setOpen(true);
        },
      })}
      {wasOpened.current ? (
        <Suspense fallback={null}>
          <MenuPopup
            open={open}
            onOpenChange={setOpen}
            startsAtFirstItem={isByKeyboard}
            anchorRef={anchorRef}
            labelledBy={id}
            sections={sections}
            align={align}
            side={side}
            header={header}
          />
        </Suspense>
      ) : null}
    </>
  );
}
