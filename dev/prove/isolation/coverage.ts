import { UNDECLARED } from "@/lib/testing/load-routes";
import { type Page, UNDECLARED_PATHS } from "./cases/visits";

export type Covered = {
  /** `GET /api/v1/agents`, as often as an answer to it was judged. */
  routes: ReadonlyMap<string, number>;
  pages: ReadonlyMap<string, number>;
};

export type Whole = {
  routes: readonly { method: string; path: string }[];
  /** Route files that are no declarations and on no list. */
  offenders: readonly string[];
  pages: readonly Page[];
  /** Tables that no row of tenant B could be put into. */
  tables: readonly string[];
  principals: number;
};

const PRINCIPALS = 16;

/** What the suite did not look at. Anything here fails it: a new route, page or table is covered or refused. */
export function coverageGaps(whole: Whole, covered: Covered): string[] {
  const routes = whole.routes.map(({ method, path }) => `${method} ${path}`);
  return [
    ...whole.tables.map((table) => `table ${table}`),
    ...whole.offenders.map((offender) => `route file ${offender}`),
    ...routes
      .filter((route) => !covered.routes.get(route))
      .map((route) => `route ${route}: no answer was judged`),
    ...whole.pages
      .map(pageName)
      .filter((page) => !covered.pages.get(page))
      .map((page) => `page ${page}: no answer was judged`),
    ...(whole.principals < PRINCIPALS ? [`only ${whole.principals} kinds of caller`] : []),
    ...UNDECLARED.filter((file) => !Object.hasOwn(UNDECLARED_PATHS, file)).map(
      (file) => `route file ${file}: no address to try`,
    ),
  ];
}

export function pageName({ part, path }: Page): string {
  return `${part} ${path}`;
}
