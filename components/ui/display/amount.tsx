import { useLocale } from "next-intl";
import { formatMoney, type Money } from "@/lib/core/format";

type Props = {
  money: Money;
  /** Leaves out `.00`, for prices in running text and plan cards. */
  whole?: boolean;
};

/** Money in minor units, written in the reader's language. */
export function Amount({ money, whole = false }: Props) {
  const locale = useLocale();
  return <span className="tabular whitespace-nowrap">{formatMoney(money, locale, { whole })}</span>;
}
