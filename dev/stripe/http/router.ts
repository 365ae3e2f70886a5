import type { Answer, Wire } from "../state/wire";
import type { World } from "../state/world";

type NoParameters = Record<never, never>;
/** `id` and `innerId` are the first and second id in the path, empty where it has none. */
type Handler<Params> = (world: World, params: Params, id: string, innerId: string) => object;

export type Route = {
  method: string;
  pattern: RegExp;
  /** Method and path as in schemas.json, e.g. `POST /v1/customers/:id`. */
  name: string;
  handle: (world: World, params: Record<string, unknown>, ids: string[]) => Answer;
};

/** Declares a route. `Params` is stripe-node's type of its parameters; handlers get them checked against it. */
export function route<Params = NoParameters>(name: string, handler: Handler<Wire<Params>>): Route {
  const [method = "", path = ""] = name.split(" ");
  return {
    method,
    name,
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/:\w+/g, "([^/]+)")}$`),
    handle: (world, params, [id = "", innerId = ""]) =>
      handler(world, checked<Wire<Params>>(params), id, innerId) as Answer,
  };
}

export function findRoute(
  routes: Route[],
  method: string,
  path: string,
): { route: Route; ids: string[] } | undefined {
  for (const candidate of routes) {
    const match = candidate.method === method ? candidate.pattern.exec(path) : null;
    if (match) return { route: candidate, ids: match.slice(1).map(decodeURIComponent) };
  }
  return undefined;
}

/** Safe because readParameters() checked them against a shape derived from the same type. */
function checked<Params>(params: Record<string, unknown>): Params {
  return params as Params;
}
