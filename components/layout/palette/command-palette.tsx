"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import {
  type Command,
  type CommandGroup,
  filterCommands,
  useCommands,
} from "@/components/layout/palette/commands";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/display/kbd";

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/**
 * Search over pages, actions, workspaces and preferences. An editable combobox with a list popup (WAI-ARIA APG): focus
 * stays in the field, the active option is named by `aria-activedescendant`.
 */
export default function CommandPalette({ open, onOpenChange }: Props) {
  const t = useTranslations("layout.palette");
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          initialFocus={inputRef}
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-dialog outline-none transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-starting-style:scale-98 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <Dialog.Title className="sr-only">{t("open")}</Dialog.Title>
          <PaletteBody inputRef={inputRef} onClose={() => onOpenChange(false)} />
          <Dialog.Close className="sr-only">{t("close")}</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type BodyProps = { inputRef: React.RefObject<HTMLInputElement | null>; onClose: () => void };

function PaletteBody({ inputRef, onClose }: BodyProps) {
  const t = useTranslations("layout.palette");
  const id = useId();
  const [query, setQuery] = useState("");
  const [activeIndex, setActiveIndex] = useState(0);
  const groups = filterCommands(useCommands(), query);
  const commands = groups.flatMap((group) => group.commands);
  const active = commands[Math.min(activeIndex, commands.length - 1)];

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, activeIndex, commands.length);
    if (next !== undefined) {
      event.preventDefault();
      setActiveIndex(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(active);
    }
  };
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active.id}`)?.scrollIntoView({ block: "nearest" });
  }, [active, id]);

  return (
    <>
      <div className="flex items-center gap-3 border-b px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
        <input
          ref={inputRef}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? `${id}-${active.id}` : undefined}
          aria-autocomplete="list"
          aria-label={t("placeholder")}
          placeholder={t("placeholder")}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActiveIndex(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent text-base outline-none"
        />
        <Kbd>esc</Kbd>
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t("results")}
        tabIndex={-1}
        className="max-h-[min(24rem,60dvh)] overflow-y-auto p-2 outline-none"
      >
        {groups.map((group) => (
          <PaletteGroup key={group.id} group={group} idPrefix={id} activeId={active?.id} onRun={run} />
        ))}
      </div>
      <p
        role="status"
        className={cn(commands.length > 0 ? "sr-only" : "px-4 pb-6 text-center text-fg-muted text-sm")}
      >
        {t("count", { count: commands.length })}
      </p>
    </>
  );
}

function nextIndex(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (index + 1) % count;
  if (key === "ArrowUp") return (index - 1 + count) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}

type GroupProps = {
  group: CommandGroup;
  idPrefix: string;
  activeId: string | undefined;
  onRun: (command: Command) => void;
};

function PaletteGroup({ group, idPrefix, activeId, onRun }: GroupProps) {
  const t = useTranslations("layout.palette.groups");
  return (
    <fieldset aria-labelledby={`${idPrefix}-${group.id}`} className="min-w-0 pb-2 last:pb-0">
      <p id={`${idPrefix}-${group.id}`} className="px-2 py-1 font-medium text-2xs text-fg-subtle">
        {t(group.id)}
      </p>
      {group.commands.map((command) => {
        const Icon = command.icon;
        const isActive = command.id === activeId;
        return (
          <button
            key={command.id}
            type="button"
            id={`${idPrefix}-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={isActive}
            onClick={() => onRun(command)}
            className={cn(
              "flex h-9 w-full cursor-pointer items-center gap-3 rounded-md px-2 text-left text-sm hover:bg-hover",
              isActive && "bg-hover",
            )}
          >
            <Icon aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
            <span className="min-w-0 flex-1 truncate">{command.label}</span>
            {command.shortcut ? (
              <span aria-hidden="true" className="hidden gap-1 sm:flex">
                {command.shortcut.split(" ").map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </span>
            ) : null}
          </button>
        );
      })}
    </fieldset>
  );
}
