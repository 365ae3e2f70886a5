import type { Objects } from "../state/wire";
import type { World } from "../state/world";
import type { FormValues } from "./card-form";
import { type Html, notice } from "./html";

/** What a page answers: markup, a redirect or a file. */
export type PageReply =
  | { page: Html; status?: number }
  | { redirect: string }
  | { pdf: Buffer; name: string };
export type PageRequest = {
  method: string;
  id: string;
  rest: string;
  query: URLSearchParams;
  form: FormValues;
};

/** What the portal's pages share. */
export type Portal = {
  world: World;
  session: Objects["billing_portal.session"];
  features: Objects["billing_portal.configuration"]["features"];
};

export function notFound(): PageReply {
  return {
    status: 404,
    page: notice("Page not found", "This address belongs to no session, or to one that is gone."),
  };
}
