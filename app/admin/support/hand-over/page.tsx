import { notFound, redirect } from "next/navigation";
import { requireStaff } from "@/lib/access/require-context";
import { handOverSupportSession } from "@/lib/back-office/support/hand-over-support-session";
import { DomainError } from "@/lib/core/errors";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

/** Between the workspace's host, which gave the browser a nonce, and the same host with a code for it. */
export default async function HandOverPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requireStaff();
  const state = oneParam((await searchParams).state) ?? "";
  if (!/^[A-Za-z0-9_-]{43}$/.test(state)) notFound();
  let address: string;
  try {
    address = await handOverSupportSession(ctx, { state });
  } catch (error) {
    if (!(error instanceof DomainError && error.code === "not_found")) throw error;
    address = "/support?notice=not_taken_over";
  }
  redirect(address);
}
