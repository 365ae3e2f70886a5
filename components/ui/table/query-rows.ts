type Query<Row> = {
  data: { data: readonly Row[]; page: { next_cursor: string | null } } | undefined;
  error: unknown;
  isPlaceholderData: boolean;
  refetch: () => unknown;
};

/** What a `DataTable` takes from the query of its page: `<DataTable {...queryRows(members)} … />`. */
export function queryRows<Row>({ data, error, isPlaceholderData, refetch }: Query<Row>) {
  return {
    rows: data?.data,
    nextCursor: data?.page.next_cursor,
    error,
    onRetry: () => void refetch(),
    isStale: isPlaceholderData,
  };
}
