"use client";
import { CodeEntry } from "@/components/auth/code-entry";
import { goTo } from "@/components/auth/go-to";

type Props = {
  /** Flow endpoint that takes `{ code }` and answers where to go. */
  endpoint: string;
  submitLabel: string;
  /** Sent along with the code. */
  extra?: Record<string, string | boolean | undefined>;
};

/** Six digits, and on to where the answer says. */
export function CodeForm(props: Props) {
  return <CodeEntry<{ redirect_to: string }> {...props} onDone={(answer) => goTo(answer.redirect_to)} />;
}
