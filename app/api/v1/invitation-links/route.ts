import { createLink } from "@/lib/access/invitations/links/create-link";
import { listLinks } from "@/lib/access/invitations/links/list-links";
import { createdLink, linkInput, linkListQuery, linkPage } from "@/lib/access/invitations/links/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/invitation-links";
const tag = "Invitations";

export const GET = route({
  method: "GET",
  path,
  summary: "List links that several people may join with",
  tag,
  auth: "tenant",
  permission: "members:invite",
  query: linkListQuery,
  response: linkPage,
  handler: ({ ctx, query }) => listLinks(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Make a link that people of certain mail domains may join with; its address is shown once",
  tag,
  auth: "tenant",
  permission: "members:invite",
  body: linkInput,
  response: createdLink,
  status: 201,
  handler: ({ ctx, body }) => createLink(ctx, body),
});
