"use client";
import { Download, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";

/** Ten recovery codes, and three ways to keep them. */
export function RecoveryCodeList({ codes }: { codes: readonly string[] }) {
  const t = useTranslations("auth.recoveryCodes");
  const text = codes.join("\n");
  return (
    <div className="grid gap-3">
      <ol
        aria-label={t("list")}
        data-testid="recovery-codes"
        className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md border border-line bg-inset p-3 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={text} label={t("copy")} withText />
        <Button onClick={() => download(`${t("heading")}\n\n${text}\n`)}>
          <Download aria-hidden="true" className="size-4" />
          {t("download")}
        </Button>
        <Button onClick={() => print(t("heading"), text)}>
          <Printer aria-hidden="true" className="size-4" />
          {t("print")}
        </Button>
      </div>
    </div>
  );
}

function download(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "atrium-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** On a page of their own: nothing else of the screen belongs on that paper. */
function print(heading: string, text: string): void {
  const sheet = window.open("", "_blank");
  if (!sheet) return;
  sheet.document.title = heading;
  const block = sheet.document.createElement("pre");
  block.textContent = `${heading}\n\n${text}`;
  sheet.document.body.append(block);
  sheet.print();
  sheet.close();
}
