import { describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { addUser, byName, call, directory, neighbour, scimScene } from "@/lib/testing/scim-scene";
import { callScim, entraUser, patchOf, type ScimAnswer } from "@/lib/testing/scim-world";

scimScene();

describe("the protocol", () => {
  test("describes itself, and answers errors in its own words", async () => {
    const config = await call("GET", "/ServiceProviderConfig");
    expect(config.headers.get("content-type")).toBe("application/scim+json");
    expect(config.body).toMatchObject({ patch: { supported: true }, etag: { supported: true } });
    expect((await call("GET", "/Schemas")).body.totalResults).toBe(3);
    expect((await call("GET", "/ResourceTypes/User")).body).toMatchObject({ endpoint: "/Users" });
    const enterprise = await call(
      "GET",
      "/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    );
    expect(enterprise.body).toMatchObject({ name: "EnterpriseUser" });
    const missing = await call("GET", `/Users/${newId()}`);
    expect([missing.status, missing.body]).toMatchObject([
      404,
      { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "404" },
    ]);
    expect((await call("GET", "/Users?filter=userName%20is%20x")).body.scimType).toBe("invalidFilter");
    expect((await call("GET", "/Users?count=many")).body.scimType).toBe("invalidValue");
    const text = await callScim(directory.token, "POST", "/Users", undefined, { rawBody: "{" });
    expect(text.body.scimType).toBe("invalidSyntax");
    const nul = await callScim(directory.token, "POST", "/Users", undefined, {
      rawBody: '{"userName":"\\u0000"}',
    });
    expect(nul.status).toBe(400);
    const form = await call("POST", "/Users", {}, { "content-type": "text/plain" });
    expect(form.status).toBe(415);
    const large = { rawBody: JSON.stringify({ userName: "x".repeat(1_000_001) }) };
    expect((await callScim(directory.token, "POST", "/Users", undefined, large)).status).toBe(413);
    expect((await call("POST", "/Users", {})).body.scimType).toBe("invalidValue");
    const statuses = await Promise.all([
      call("POST", "/Bulk", {}),
      call("PUT", "/Users", {}),
      call("GET", "/Nothing"),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([501, 405, 404]);
  });

  test("has versions: If-Match, If-None-Match, and a replacement that keeps externalId", async () => {
    const { id, etag } = await addUser("versions");
    expect(etag).toBe('W/"1"');
    expect((await call("GET", `/Users/${id}`, undefined, { "if-none-match": etag })).status).toBe(304);
    const title = (value: string) => patchOf({ op: "replace", path: "title", value });
    expect((await call("PATCH", `/Users/${id}`, title("Boss"), { "if-match": etag })).status).toBe(200);
    expect((await call("PATCH", `/Users/${id}`, title("Chef"), { "if-match": etag })).status).toBe(412);
    expect((await call("DELETE", `/Users/${id}`, undefined, { "if-match": etag })).status).toBe(412);
    const { externalId: _gone, ...rest } = entraUser(directory.domain, "versions");
    const put = await call("PUT", `/Users/${id}`, rest);
    expect(put.body).toMatchObject({ externalId: "oid-versions", meta: { version: 'W/"3"' } });
    expect(put.body).not.toHaveProperty("title");
    // The same once more changes nothing.
    expect((await call("PUT", `/Users/${id}`, rest)).headers.get("etag")).toBe('W/"3"');
  });

  test("lists by filter, page and order, each connection its own", async () => {
    for (const name of ["page-b", "page-a", "page-c"]) await addUser(name, { title: "Pager" });
    const list = async (query: string) => (await call("GET", `/Users?${query}`)).body;
    const names = (body: ScimAnswer["body"]) =>
      body.Resources.map((each) => String(each.userName).split("@")[0] ?? "");
    const filter = `filter=${encodeURIComponent('title eq "pager" and userName sw "page-"')}`;
    expect(names(await list(`${filter}&sortBy=userName&sortOrder=descending`))).toEqual([
      "page-c",
      "page-b",
      "page-a",
    ]);
    const second = await list(`${filter}&sortBy=userName&startIndex=2&count=1`);
    expect([second.totalResults, second.startIndex, names(second)]).toEqual([3, 2, ["page-b"]]);
    expect((await list(`${filter}&count=0`)).Resources).toEqual([]);
    expect((await list(`${byName("PAGE-A")}&attributes=userName`)).Resources[0]).toEqual({
      schemas: expect.anything(),
      id: expect.any(String),
      userName: `page-a@${directory.domain}`,
    });
    const nobody = await callScim(neighbour.token, "GET", `/Users?${byName("PAGE-A")}`);
    expect(nobody.body.totalResults).toBe(0);
    const search = await call("POST", "/Users/.search", { filter: 'externalId eq "oid-page-c"', count: 5 });
    expect(names(search.body)).toEqual(["page-c"]);
  });
});
