import { beforeAll, expect } from "vitest";
import { systemPool } from "@/lib/infra/database/pools";
import { makeTenant, type TestTenant } from "./make-tenant";
import {
  callScim,
  entraUser,
  makeDirectory,
  patchOf,
  type ScimAnswer,
  type TestDirectory,
} from "./scim-world";
import { membershipOf } from "./sso-world";

export let tenant: TestTenant;
export let directory: TestDirectory;
/** Of the same workspace. */
export let neighbour: TestDirectory;
/** Of another workspace. */
export let foreign: TestDirectory;

/** A workspace with two directories, and another one with a third. */
export function scimScene(): void {
  beforeAll(async () => {
    tenant = await makeTenant({ planKey: "enterprise" });
    directory = await makeDirectory(tenant, "scim.acme-people.com", { preset: "entra" });
    neighbour = await makeDirectory(tenant, "second.acme-people.com", { preset: "okta" });
    foreign = await makeDirectory(await makeTenant({ planKey: "enterprise" }), "foreign.acme-people.com");
  });
}

export const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await systemPool().query<T>(sql, values)).rows;
export const call = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<ScimAnswer> => callScim(directory.token, method, path, body, headers ? { headers } : {});
export const addUser = async (name: string, change: Record<string, unknown> = {}) => {
  const made = await call("POST", "/Users", entraUser(directory.domain, name, change));
  expect([made.status, made.body.detail ?? ""]).toEqual([201, ""]);
  return { id: made.body.id, userId: await userIdOf(made.body.id), etag: made.headers.get("etag") ?? "" };
};
export const addGroup = async (displayName: string, members: string[] = []) =>
  (await call("POST", "/Groups", { displayName, members: members.map((value) => ({ value })) })).body.id;
export const userIdOf = async (id: string) =>
  (await rows<{ user_id: string }>("select user_id from shared.scim_users where id = $1", [id]))[0]
    ?.user_id ?? "";
export const member = (userId: string) => membershipOf(tenant.id, userId);
export const deactivate = (id: string) =>
  call("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "active", value: "False" }));
export const activate = (id: string) =>
  call("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "active", value: "True" }));
export const byName = (name: string) =>
  `filter=${encodeURIComponent(`userName eq "${name}@${directory.domain}"`)}`;
export const lastEvent = async () =>
  (
    await rows<{ status: number; outcome: string; summary: string; detail: string; label: string }>(
      `select status, outcome, summary, detail, resource_label as label from shared.scim_events
       where connection_id = $1 order by created_at desc, id desc limit 1`,
      [directory.id],
    )
  )[0];
