"use client";
import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import type { MenuAction, MenuSection } from "@/components/ui/overlays/dropdown-menu";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Opened by keyboard: the focus goes to the first item instead of the menu (WAI-ARIA APG). */
  startsAtFirstItem: boolean;
  anchorRef: RefObject<HTMLElement | null>;
  labelledBy: string;
  sections: readonly MenuSection[];
  align: "start" | "center" | "end";
  side: "bottom" | "top" | "right";
  header?: ReactNode;
};

/** The loaded half of `DropdownMenu`. */
export default function MenuPopup(props: Props) {
  const popupRef = useRef<HTMLDivElement>(null);
  const { open, startsAtFirstItem } = props;
  useEffect(() => {
    if (!open || !startsAtFirstItem) return;
    const frame = requestAnimationFrame(() => {
      popupRef.current?.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [open, startsAtFirstItem]);
  return (
    <Menu.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={props.anchorRef}
          align={props.align}
          side={props.side}
          sideOffset={6}
          className="z-50 outline-none"
        >
          <Menu.Popup
            ref={popupRef}
            data-slot="menu"
            aria-labelledby={props.labelledBy}
            finalFocus={props.anchorRef}
            className="max-h-(--available-height) min-w-52 max-w-80 origin-(--transform-origin) overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 text-sm shadow-overlay outline-none transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-starting-style:scale-98 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {props.header ? <div className="mb-1 border-b px-2 pt-1.5 pb-2">{props.header}</div> : null}
            {props.sections.map((section, index) => (
              <Fragment key={section.label ?? `section-${section.items.length}-${textOf(section.items[0])}`}>
                {index > 0 ? <Menu.Separator className="-mx-1 my-1 h-px bg-line" /> : null}
                <Menu.Group>
                  {section.label ? (
                    <Menu.GroupLabel className="px-2 py-1 font-medium text-2xs text-fg-subtle">
                      {section.label}
                    </Menu.GroupLabel>
                  ) : null}
                  {section.items.map((item) => (
                    <MenuRow key={textOf(item)} item={item} />
                  ))}
                </Menu.Group>
              </Fragment>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function textOf(item: MenuAction | undefined): string {
  return item?.textValue ?? (typeof item?.label === "string" ? item.label : "");
}

function MenuRow({ item }: { item: MenuAction }) {
  const className = cn(
    "flex min-h-8 w-full cursor-default select-none items-center gap-2.5 rounded-md px-2 py-1 text-left outline-none data-highlighted:bg-hover data-disabled:text-fg-subtle",
    item.tone === "danger" ? "text-danger-text data-highlighted:bg-danger-soft" : "text-fg",
  );
  const content = (
    <>
      {item.icon ? <span className="grid size-4 place-items-center text-fg-subtle">{item.icon}</span> : null}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{item.label}</span>
        {item.reason ? <span className="block text-2xs text-fg-subtle">{item.reason}</span> : null}
      </span>
      {item.checked ? <Check aria-hidden="true" className="size-4 text-accent-text" /> : null}
      {item.trailing ? <span className="text-fg-subtle text-xs">{item.trailing}</span> : null}
    </>
  );
  const label = textOf(item);
  if (item.checked !== undefined) {
    return (
      <Menu.CheckboxItem
        label={label}
        checked={item.checked}
        disabled={item.disabled}
        closeOnClick
        className={className}
        onClick={item.onSelect}
      >
        {content}
      </Menu.CheckboxItem>
    );
  }
  if (item.href && !item.disabled) {
    return (
      <Menu.LinkItem
        label={label}
        closeOnClick
        className={className}
        render={<Link href={item.href} prefetch={false} />}
        onClick={item.onSelect}
      >
        {content}
      </Menu.LinkItem>
    );
  }
  return (
    <Menu.Item label={label} disabled={item.disabled} className={className} onClick={item.onSelect}>
      {content}
    </Menu.Item>
  );
}
