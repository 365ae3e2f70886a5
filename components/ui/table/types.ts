import type { ReactNode } from "react";

export type DataColumn<Row> = {
  /** Stable key; also the name of the sort field in the URL when `sortable`. */
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers and money stand right. */
  align?: "start" | "end";
  sortable?: boolean;
  /** Keeps the header for screen readers only, as above action buttons. */
  hideHeader?: boolean;
  /** A CSS width such as `12rem`; the browser decides otherwise. */
  width?: string;
  /** Leaves the column out on small screens; its content must also be on the detail page. */
  priority?: "always" | "tablet" | "desktop";
};

export type TableFilter = {
  /** One of the `filters` of `useTableState`. */
  id: string;
  label: string;
  options: readonly { value: string; label: string }[];
};
