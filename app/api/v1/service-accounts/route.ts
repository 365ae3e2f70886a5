import { createServiceAccount } from "@/lib/access/service-accounts/create-service-account";
import { listServiceAccounts } from "@/lib/access/service-accounts/list-service-accounts";
import {
  newServiceAccount,
  serviceAccountDto,
  serviceAccountListQuery,
  serviceAccountPage,
} from "@/lib/access/service-accounts/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/service-accounts";
const tag = "Service accounts";

export const GET = route({
  method: "GET",
  path,
  summary: "List service accounts",
  tag,
  auth: "tenant",
  permission: "service_accounts:read",
  query: serviceAccountListQuery,
  response: serviceAccountPage,
  handler: ({ ctx, query }) => listServiceAccounts(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Create a service account: a member that is no person, with roles and keys of its own",
  tag,
  auth: "tenant",
  permission: "service_accounts:manage",
  body: newServiceAccount,
  response: serviceAccountDto,
  status: 201,
  handler: ({ ctx, body }) => createServiceAccount(ctx, body),
});
