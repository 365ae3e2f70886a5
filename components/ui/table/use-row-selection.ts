"use client";
import { useState } from "react";

export type RowSelection = {
  selected: ReadonlySet<string>;
  setSelected: (ids: ReadonlySet<string>) => void;
};

/** Ids of the ticked rows. */
export function useRowSelection(): RowSelection {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return { selected, setSelected };
}

export function toggleRow(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Ticks the whole page, or unticks it when every row already was. */
export function togglePage(selected: ReadonlySet<string>, pageIds: readonly string[]): ReadonlySet<string> {
  const isFull = pageIds.every((id) => selected.has(id));
  return isFull
    ? new Set([...selected].filter((id) => !pageIds.includes(id)))
    : new Set([...selected, ...pageIds]);
}
