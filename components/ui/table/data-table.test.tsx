import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DataTable, type DataTableProps } from "@/components/ui/table/data-table";
import type { DataColumn } from "@/components/ui/table/types";
import { useTableState } from "@/components/ui/table/use-table-state";
import { AddressBar } from "@/components/ui/testing/address-bar";
import { renderUi } from "@/components/ui/testing/render-ui";
import { ApiError } from "@/lib/api/client";

afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

type Person = { id: string; name: string };
const people: Person[] = [
  { id: "1", name: "Anna" },
  { id: "2", name: "Bram" },
];
const columns: DataColumn<Person>[] = [
  { id: "name", header: "Name", sortable: true, cell: (person) => person.name },
];
const FILTERS = ["role"];

function Demo(props: Partial<DataTableProps<Person>>) {
  const state = useTableState({ filters: FILTERS });
  return (
    <>
      <pre>{JSON.stringify(state.query)}</pre>
      <DataTable
        label="People"
        columns={columns}
        rows={people}
        rowId={(person) => person.id}
        state={state}
        empty={<p>No people yet</p>}
        searchLabel="Search people"
        filters={[{ id: "role", label: "Role", options: [{ value: "viewer", label: "Viewer" }] }]}
        {...props}
      />
    </>
  );
}

function renderTable(props: Partial<DataTableProps<Person>> = {}, searchParams = "") {
  window.history.replaceState(null, "", `/members${searchParams}`);
  const onChange = vi.fn();
  renderUi(
    <AddressBar onChange={onChange}>
      <Demo {...props} />
    </AddressBar>,
  );
  return { onChange };
}

const query = () => JSON.parse(document.querySelector("pre")?.textContent ?? "{}");

describe("DataTable", () => {
  it("shows the rows under their column names", () => {
    renderTable();
    expect(screen.getByRole("table", { name: "People" })).toBeDefined();
    expect(screen.getAllByRole("row")).toHaveLength(3);
  });

  it("tells that it loads, and after ten seconds that it is slow", () => {
    vi.useFakeTimers();
    const onRetry = vi.fn();
    renderTable({ rows: undefined, onRetry });
    expect(screen.getByRole("status").textContent).toBe("Loading rows");
    act(() => void vi.advanceTimersByTime(10_000));
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it("tells an empty list from one without matches", () => {
    renderTable({ rows: [] });
    expect(screen.getByText("No people yet")).toBeDefined();
    cleanup();
    renderTable({ rows: [] }, "?q=zzz");
    expect(screen.queryByText("No people yet")).toBeNull();
    expect(screen.getByText("Nothing matches")).toBeDefined();
  });

  it("shows the reason and the request id of an error, not the rows", () => {
    const error = new ApiError({ status: 403, code: "permission_denied", title: "x", requestId: "req_7" });
    renderTable({ error });
    expect(screen.getByRole("alert").textContent).toContain("Your role does not allow this.");
    expect(screen.getByRole("alert").textContent).toContain("req_7");
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("sorts through the URL, both ways, and says so to screen readers", async () => {
    renderTable();
    fireEvent.click(screen.getByRole("button", { name: "Name" }));
    await waitFor(() => expect(query()).toEqual({ sort: "name" }));
    expect(screen.getByRole("columnheader").getAttribute("aria-sort")).toBe("ascending");
    fireEvent.click(screen.getByRole("button", { name: "Name" }));
    await waitFor(() => expect(query()).toEqual({ sort: "-name" }));
  });

  it("drops the cursor when a filter changes", async () => {
    renderTable({}, "?cursor=abc");
    expect(query()).toEqual({ cursor: "abc" });
    fireEvent.change(screen.getByLabelText("Role"), { target: { value: "viewer" } });
    await waitFor(() => expect(query()).toEqual({ role: "viewer" }));
  });

  it("leads forth and back through the pages", async () => {
    renderTable({ nextCursor: "page2" });
    const previous = screen.getByRole<HTMLButtonElement>("button", { name: "Previous" });
    expect(previous.disabled).toBe(true);
    fireEvent.click(screen.getByRole("button", { name: "Next" }));
    await waitFor(() => expect(query()).toEqual({ cursor: "page2" }));
    fireEvent.click(screen.getByRole("button", { name: "Previous" }));
    await waitFor(() => expect(query()).toEqual({}));
  });

  it("reads its filters from the URL that people share", () => {
    renderTable({}, "?f.role=viewer&sort=-name");
    expect(query()).toEqual({ role: "viewer", sort: "-name" });
  });

  it("searches after a pause in typing", async () => {
    const { onChange } = renderTable();
    const field = screen.getByLabelText("Search people");
    fireEvent.change(field, { target: { value: "a" } });
    fireEvent.change(field, { target: { value: "anna" } });
    await waitFor(() => expect(query()).toEqual({ q: "anna" }));
    expect(onChange).toHaveBeenCalledTimes(1);
  });
});
