/** Newest first; whoever has done more gets the newest. */
export const MOST_ROWS = 10_000;

/** Things whose label is, or may be, somebody's name or address. */
const ABOUT_PEOPLE =
  /^(user|member|membership|invitation|membership_request|access_request|scim_user|support_(request|session)|account)$/;

type Labelled = { targetType: string; targetId: string; targetLabel: string };

/** A trail without the names of others: what the person did to whom stays an id. */
export function withoutOthers<T extends Labelled>(events: T[], userId: string): T[] {
  return events.map((event) => {
    const isOthers = ABOUT_PEOPLE.test(event.targetType) || event.targetLabel.includes("@");
    return isOthers && event.targetId !== userId ? { ...event, targetLabel: "" } : event;
  });
}
