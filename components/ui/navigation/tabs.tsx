"use client";
import { cva } from "class-variance-authority";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";

const tabVariants = cva(
  "focus-inset flex h-9 items-center gap-2 whitespace-nowrap border-b-2 px-1 text-sm transition-colors",
  {
    variants: {
      active: {
        true: "border-accent font-medium text-fg",
        false: "border-transparent text-fg-muted hover:text-fg",
      },
    },
  },
);

export type LinkTab = { href: string; label: ReactNode; count?: number };

/** Sub-pages of one thing, each with its own address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} data-slot="link-tabs" className="mb-6 overflow-x-auto border-b">
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={pathname === tab.href ? "page" : undefined}
              className={tabVariants({ active: pathname === tab.href })}
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="tabular text-2xs text-fg-subtle">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type Tab = { value: string; label: ReactNode; content: ReactNode };

type Props = {
  label: string;
  tabs: readonly Tab[];
  value?: string;
  onValueChange?: (value: string) => void;
};

/** Panels in one place, without an address of their own. Arrow keys move, as the APG tabs pattern asks. */
export function Tabs({ label, tabs, value, onValueChange }: Props) {
  const id = useId();
  const [own, setOwn] = useState(tabs[0]?.value ?? "");
  const current = value ?? own;
  const choose = (next: string) => {
    setOwn(next);
    onValueChange?.(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const index = tabs.findIndex((tab) => tab.value === current);
    const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = target === undefined ? undefined : tabs[(target + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    choose(next.value);
    document.getElementById(`${id}-tab-${next.value}`)?.focus();
  };
  return (
    <div data-slot="tabs" className="min-w-0">
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="mb-5 flex gap-5 overflow-x-auto border-b"
      >
        {tabs.map((tab) => (
          <button
            key={tab.value}
            id={`${id}-tab-${tab.value}`}
            type="button"
            role="tab"
            aria-selected={tab.value === current}
            aria-controls={`${id}-panel-${tab.value}`}
            tabIndex={tab.value === current ? 0 : -1}
            onClick={() => choose(tab.value)}
            className={tabVariants({ active: tab.value === current })}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.value}
          id={`${id}-panel-${tab.value}`}
          role="tabpanel"
          aria-labelledby={`${id}-tab-${tab.value}`}
          hidden={tab.value !== current}
        >
          {tab.value === current ? tab.content : null}
        </div>
      ))}
    </div>
  );
}
