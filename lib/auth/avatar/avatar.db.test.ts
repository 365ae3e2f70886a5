import sharp from "sharp";
import { expect, test } from "vitest";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { GET as show } from "@/app/api/v1/avatars/[id]/route";
import { PUT as put, DELETE as remove } from "@/app/api/v1/me/avatar/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { listMembers } from "@/lib/access/members/list-members";
import { systemPool } from "@/lib/infra/database/pools";
import { collectOwnData } from "@/lib/lifecycle/own-account/collect-own-data";
import { erasePerson } from "@/lib/lifecycle/own-account/erase-person";
import { jpeg, PNG, pngBomb } from "@/lib/testing/hostile-pictures";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";

const PASSWORD = "vivid otter paints 73 barns";

async function enter(who: TestUser): Promise<TestBrowser> {
  await setPassword(who.id, PASSWORD);
  const browser = new TestBrowser();
  expect((await browser.call(signIn, { body: { email: who.email, password: PASSWORD } })).status).toBe(200);
  return browser;
}
const upload = (browser: TestBrowser, bytes: Buffer, type = "image/png") =>
  browser.call(put, { rawBody: new Uint8Array(bytes), headers: { "content-type": type } });
const look = (browser: TestBrowser, id: string) => browser.call(show, { params: { id } });

test("a picture is drawn anew as a square, and seen by whoever shares a workspace, by nobody else", async () => {
  const tenant = await makeTenant();
  const { owner } = tenant;
  const [colleague, stranger] = [await makeUser(), await makeUser()];
  await addMember(tenant, colleague, "viewer");
  const [mine, theirs, foreign] = [await enter(owner), await enter(colleague), await enter(stranger)];
  expect((await look(theirs, owner.id)).status).toBe(404);
  const wide = await sharp({ create: { width: 400, height: 100, channels: 3, background: "#123456" } })
    .withExif({ IFD0: { Copyright: "where I live" } })
    .jpeg()
    .toBuffer();
  const made = await upload(mine, wide, "image/jpeg");
  expect(made.status).toBe(200);
  const { version } = (await made.json()) as { version: string };
  const seen = await look(theirs, owner.id);
  expect([seen.status, seen.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(seen.headers.get("cache-control")).toBe("private, max-age=3600");
  expect(seen.headers.get("content-security-policy")).toContain("sandbox");
  const bytes = Buffer.from(await seen.arrayBuffer());
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 256, height: 256, format: "png" });
  expect(bytes.includes("where I live")).toBe(false);
  const refused = await look(foreign, owner.id);
  expect(refused.status).toBe(404);
  expect((await look(new TestBrowser(), owner.id)).status).toBe(401);
  // It is shown where the person is.
  expect(await (await mine.call(getMe)).json()).toMatchObject({ avatar: version });
  const { data } = await listMembers(await makeContext(tenant, colleague), {});
  expect(data.map(({ id, avatar }) => [id, avatar])).toEqual(
    expect.arrayContaining([
      [owner.id, version],
      [colleague.id, undefined],
    ]),
  );
  expect(await collectOwnData(makeUserContext(owner))).toMatchObject({
    picture: { png_base64: bytes.toString("base64") },
  });
  // Whoever has left sees nobody any more.
  await systemPool().query("update platform.user_tenants set status = 'suspended' where user_id = $1", [
    colleague.id,
  ]);
  expect((await look(theirs, owner.id)).status).toBe(404);
  for (const status of [204, 204]) expect((await mine.call(remove)).status).toBe(status);
  expect((await look(mine, owner.id)).status).toBe(404);
  const { rows } = await systemPool().query(
    "select action from platform.platform_events where target_id = $1 and action like 'user.picture%' order by id",
    [owner.id],
  );
  expect(rows.map(({ action }) => action)).toEqual(["user.picture_changed", "user.picture_removed"]);
});

test("what is no picture, or too much of one, is refused; erasing a person takes theirs along", async () => {
  const person = await makeUser();
  const browser = await enter(person);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  expect((await upload(browser, svg, "image/svg+xml")).status).toBe(415);
  expect((await upload(browser, svg, "image/png")).status).toBe(415);
  expect((await upload(browser, Buffer.concat([PNG, svg]))).status).toBe(422);
  expect((await upload(browser, pngBomb(10_000))).status).toBe(422);
  expect((await upload(browser, Buffer.alloc(1_000_001))).status).toBe(413);
  // A picture with a page behind it: the pixels come through, the page does not.
  const polyglot = Buffer.concat([await jpeg(), Buffer.from("<script>alert(1)</script>")]);
  expect((await upload(browser, polyglot, "image/jpeg")).status).toBe(200);
  const shown = Buffer.from(await (await look(browser, person.id)).arrayBuffer());
  expect(shown.includes("script")).toBe(false);
  await systemPool().query("update platform.users set status = 'leaving' where id = $1", [person.id]);
  await systemPool().query(
    "insert into platform.person_deletions (user_id, delete_after) values ($1, now() - interval '1 second')",
    [person.id],
  );
  expect(await erasePerson(person.id)).toBe(true);
  const { rowCount } = await systemPool().query("select 1 from platform.avatars where user_id = $1", [
    person.id,
  ]);
  expect(rowCount).toBe(0);
});
