import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { parseFlags } from "../environment/flags";
import { freePorts } from "../environment/ports";
import { localEnvironment } from "../local-env";
import { checkNode, checkPorts } from "./checks";

it("names a taken port, what it is for and the flag that changes it", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "atrium-checks-"));
  const [web, postgres, smtp, mailbox, stripe, social] = await freePorts(6);
  const ports = { web, postgres, smtp, mailbox, stripe, social };
  const argv = Object.entries(ports).flatMap(([name, port]) => [`--${name}-port`, String(port)]);
  const local = localEnvironment(parseFlags(["--data", dataDir, ...argv]), {});
  await expect(checkPorts(local)).resolves.toBeUndefined();

  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(mailbox, "127.0.0.1", resolve));
  await expect(checkPorts(local)).rejects.toThrow(
    new RegExp(`${mailbox}, for the mailbox \\(web page\\): change it with --mailbox-port`),
  );
  await new Promise((resolve) => squatter.close(resolve));
  rmSync(dataDir, { recursive: true });
});

it("refuses an old Node with the way out", () => {
  expect(() => checkNode("20.20.2")).toThrow(/npm start/);
  expect(() => checkNode("22.15.0")).not.toThrow();
});
