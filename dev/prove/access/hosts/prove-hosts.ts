import { type AccessReport, emptyReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { makeMailFlows } from "./flows";
import { FORGED_HEADERS, wrongHosts } from "./lies";
import { allMails, EVIL, forgedMails, forgive, isCanonical, judgeMails } from "./mails";
import { proveOverTheWire } from "./wire";

const ROOT = "http://atrium.localhost:3000";

/** lies about the host, to the handlers themselves and, in a full run, in raw bytes to the built web server. */
export async function proveHosts(stage: Pick<AccessStage, "quick">, report: AccessReport): Promise<void> {
  await proveForgedFlows(report, stage.quick);
  if (stage.quick) return;
  await proveOverTheWire(report);
  await judgeMails(report, ROOT);
}

/**
 * The flows that mail something are called with forged headers and with a Host that the web
 * server would never let through; then every mail is read.
 */
async function proveForgedFlows(report: AccessReport, quick: boolean): Promise<void> {
  const flows = await makeMailFlows();
  const forged = quick ? FORGED_HEADERS.slice(0, 3) : FORGED_HEADERS;
  for (const [index, flow] of flows.entries()) {
    for (const headers of quick ? [forged[index % forged.length] ?? {}] : forged) {
      await forgive();
      const answer = await flow.send(headers);
      const what = `${flow.name} with ${JSON.stringify(headers)} was answered ${answer.status}`;
      judge(report, "violations", answer.status < 300, what);
    }
  }
  const before = (await allMails()).length;
  for (const flow of flows) {
    for (const host of wrongHosts("atrium.localhost:3000").filter((name) => /^[\x21-\x7e]+$/.test(name))) {
      if (quick && host !== EVIL && !host.startsWith("atrium.localhost:3000.")) continue;
      const answer = await flow.send({ host, origin: `http://${host}` });
      const what = `${flow.name} at the host ${host} was answered ${answer.status}`;
      judge(report, "violations", answer.status >= 400 && answer.status < 500, what);
    }
  }
  // Two flows prepare what they send again with a request of their own.
  const added = (await allMails()).length - before;
  report.figures["hosts: mails of preparations at the right host"] = added;
  const templates = await judgeMails(report, ROOT);
  for (const { name, template } of flows) {
    judge(
      report,
      "violations",
      templates.has(template),
      `${name} wrote no mail: the proof says nothing of it`,
    );
  }
  await forgedMails(report);
  controls(report);
}

/** Links made from what a request says, as many products make them. */
function controls(report: AccessReport): void {
  const naive: Record<string, (host: string) => string> = {
    "a link from the Host": (host) => `http://${host}/reset-password#token=x`,
    "a link that begins with ours": (host) => `${ROOT}@${host}/`,
  };
  for (const [name, link] of Object.entries(naive)) {
    const scratch = emptyReport();
    judge(scratch, "violations", isCanonical(link(EVIL), ROOT), name);
    report.controls[`hosts: ${name}`] = scratch.violations === 1;
  }
}
