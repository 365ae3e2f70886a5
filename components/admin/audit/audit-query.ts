const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Turns the page's days (both included, UTC) into the half-open range of the API; what is no day is left out. */
export function auditQuery(query: Readonly<Record<string, string>>): Record<string, string> {
  const { from, to, ...rest } = query;
  const [start, end] = [startOf(from), startOf(to)];
  return {
    ...rest,
    ...(start !== null && { from: new Date(start).toISOString() }),
    ...(end !== null && { to: new Date(end + DAY_MS).toISOString() }),
  };
}

function startOf(day: string | undefined): number | null {
  const time = day && DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
