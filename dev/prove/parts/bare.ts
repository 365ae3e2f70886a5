import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { copyProject } from "../mutations/code/copy-project";
import type { Stage } from "./stage";
import { serve, type Web } from "./web";

const run = promisify(execFile);

/** Only what chooses the part of the product by host; no session, no check, no policy. */
const PASS_THROUGH = `
import { type NextRequest, NextResponse } from "next/server";
export const config = { runtime: "nodejs", matcher: ["/((?!api/|_next/|favicon\\\\.ico|.*\\\\.(?:png|svg|txt|webmanifest)$).*)"] };
export function middleware(request: NextRequest): NextResponse {
  const host = (request.headers.get("host") ?? "").toLowerCase();
  const root = new URL(process.env.ATRIUM_ROOT_URL ?? "").host;
  const label = host === root ? "" : host.slice(0, -(root.length + 1));
  const url = request.nextUrl.clone();
  const part = label === "" ? "/site" : label === "admin" ? "/admin" : \`/portal/\${label}\`;
  url.pathname = part + url.pathname;
  return NextResponse.rewrite(url);
}
`;

/** I-4: a build of the product without its middleware, on the stage's database. */
export async function startBareWeb(stage: Stage): Promise<Web> {
  const folder = path.resolve(".atrium/prove-bare");
  await copyProject(folder, "copy");
  await writeFile(path.join(folder, "middleware.ts"), PASS_THROUGH);
  const env = { ...process.env, NODE_ENV: "production" as const };
  await run(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: folder,
    env,
    maxBuffer: 1e8,
  });
  return serve(stage, folder, `${stage.folder}/bare.log`);
}
