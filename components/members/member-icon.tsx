import { KeyRound, LogOut, SearchCheck, UserCheck, UserCog, UserMinus, UserX } from "lucide-react";

const ICONS = {
  changeRole: UserCog,
  explain: SearchCheck,
  resetFactor: KeyRound,
  deactivate: UserX,
  reactivate: UserCheck,
  leave: LogOut,
  remove: UserMinus,
};

/** Picture beside an entry of a row's menu; comes with the menu, not with the page. */
export function MemberIcon({ of }: { of: keyof typeof ICONS }) {
  const Icon = ICONS[of];
  return <Icon aria-hidden="true" />;
}
