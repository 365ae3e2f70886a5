"use client";
import { Check, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { controlVariants } from "@/components/ui/forms/control-styles";
import { useFieldControl } from "@/components/ui/forms/field";
import type { SelectOption } from "@/components/ui/forms/select";

type Props = {
  options: readonly SelectOption[];
  value: string;
  onValueChange: (value: string) => void;
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  /** The options are found elsewhere, by what is typed: nothing is narrowed here. Told "" when the list opens. */
  onSearch?: (text: string) => void;
  /** Text of `value` where the options may not have it. */
  valueLabel?: string;
  /** A line below the options, announced: searching, failed, more to be found. */
  note?: string;
  "aria-label"?: string;
};

/**
 * One choice out of many, found by typing: time zones, members, agents. An editable combobox with a list (WAI-ARIA
 * APG); leaving it without a choice restores the last one.
 */
export function Combobox({
  options,
  value,
  onValueChange,
  placeholder,
  disabled,
  name,
  onSearch,
  valueLabel,
  note,
  ...props
}: Props) {
  const t = useTranslations("ui.combobox");
  const id = useId();
  const wiring = useFieldControl({});
  const inputRef = useRef<HTMLInputElement>(null);
  const chosenLabel = valueLabel ?? options.find((option) => option.value === value)?.label;
  const [query, setQuery] = useState<string>();
  const [activeIndex, setActiveIndex] = useState(0);
  const isOpen = query !== undefined;
  const matches = onSearch ? options : filterOptions(options, query ?? "");
  const active = matches[Math.min(activeIndex, matches.length - 1)];
  const line = note ?? (matches.length === 0 ? t("noMatch") : undefined);

  const open = () => {
    setQuery("");
    onSearch?.("");
    setActiveIndex(
      Math.max(
        0,
        options.findIndex((option) => option.value === value),
      ),
    );
  };
  const choose = (option: SelectOption | undefined) => {
    if (!option || option.disabled) return;
    onValueChange(option.value);
    setQuery(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      open();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && matches.length > 0) {
      setActiveIndex((activeIndex + step + matches.length) % matches.length);
    } else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") setQuery(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span data-slot="combobox" className="relative block">
      <input
        {...props}
        {...wiring}
        ref={inputRef}
        type="text"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active ? `${id}-${active.value}` : undefined}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        placeholder={chosenLabel ?? placeholder}
        value={query ?? chosenLabel ?? ""}
        onChange={(event) => {
          setQuery(event.target.value);
          onSearch?.(event.target.value);
          setActiveIndex(0);
        }}
        onClick={() => !isOpen && open()}
        onBlur={() => setQuery(undefined)}
        onKeyDown={onKeyDown}
        className={cn(controlVariants(), "pr-8")}
      />
      {name ? <input type="hidden" name={name} value={value} /> : null}
      <ChevronsUpDown
        aria-hidden="true"
        className="pointer-events-none absolute top-2 right-2 size-4 text-fg-subtle"
      />
      <span
        hidden={!isOpen}
        className="absolute z-40 mt-1 block w-full rounded-lg border border-line-strong bg-raised p-1 shadow-overlay [&[hidden]]:hidden"
      >
        <span
          id={`${id}-list`}
          role="listbox"
          aria-label={props["aria-label"] ?? t("open")}
          tabIndex={-1}
          hidden={!isOpen || matches.length === 0}
          className="block max-h-64 overflow-y-auto [&[hidden]]:hidden"
        >
          {matches.map((option) => (
            <ComboboxRow
              key={option.value}
              id={`${id}-${option.value}`}
              option={option}
              isActive={option === active}
              isChosen={option.value === value}
              onChoose={() => choose(option)}
            />
          ))}
        </span>
        {line ? (
          <span aria-hidden="true" className="block px-2 py-1.5 text-fg-muted text-sm">
            {line}
          </span>
        ) : null}
      </span>
      <span role="status" className="sr-only">
        {isOpen ? line : null}
      </span>
    </span>
  );
}

const MAX_SHOWN = 100;

function filterOptions(options: readonly SelectOption[], query: string): SelectOption[] {
  const needle = query.trim().toLowerCase();
  return options.filter((option) => option.label.toLowerCase().includes(needle)).slice(0, MAX_SHOWN);
}

type RowProps = {
  id: string;
  option: SelectOption;
  isActive: boolean;
  isChosen: boolean;
  onChoose: () => void;
};

function ComboboxRow({ id, option, isActive, isChosen, onChoose }: RowProps) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-disabled={option.disabled || undefined}
      ref={(node) => {
        if (isActive) node?.scrollIntoView({ block: "nearest" });
      }}
      // The press must not take the focus from the input, whose blur closes the list.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cn(
        "flex min-h-8 w-full cursor-pointer items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover",
        isActive && "bg-hover",
        option.disabled && "text-fg-subtle",
      )}
    >
      <span className="min-w-0 flex-1 truncate">{option.label}</span>
      {isChosen ? <Check aria-hidden="true" className="size-4 text-accent-text" /> : null}
    </button>
  );
}
