import type { NewCard } from "../billing/cards";
import { brandOf } from "../billing/cards";
import { type Html, html } from "./html";

/** Text fields of a posted form. */
export type FormValues = Partial<Record<string, string>>;
type Errors = Partial<Record<"email" | "number" | "expiry" | "cvc" | "name" | "country", string>>;

export type CardFormResult = { card: NewCard } | { errors: Errors };

const COUNTRIES: Record<string, string> = {
  AT: "Austria",
  BE: "Belgium",
  CA: "Canada",
  CH: "Switzerland",
  DE: "Germany",
  DK: "Denmark",
  ES: "Spain",
  FR: "France",
  GB: "United Kingdom",
  IE: "Ireland",
  IT: "Italy",
  LU: "Luxembourg",
  NL: "Netherlands",
  NO: "Norway",
  PL: "Poland",
  PT: "Portugal",
  SE: "Sweden",
  US: "United States",
};

const TEST_CARDS = [
  ["4242 4242 4242 4242", "succeeds"],
  ["4000 0000 0000 0002", "is declined"],
  ["4000 0000 0000 9995", "has insufficient funds"],
  ["4000 0000 0000 0341", "pays once; later payments fail"],
];

/** The fields of a card; what was typed stays, except the security code. */
export function cardFields(values: FormValues, errors: Errors): Html {
  const options = Object.entries(COUNTRIES).map(
    ([code, name]) =>
      html`<option value="${code}"${(values.country ?? "NL") === code && html` selected`}>${name}</option>`,
  );
  const number = { name: "number", label: "Card number", autocomplete: "cc-number", numeric: true };
  const expiry = { name: "expiry", label: "Expiry (MM / YY)", autocomplete: "cc-exp", numeric: true };
  const cvc = { name: "cvc", label: "CVC", autocomplete: "cc-csc", numeric: true };
  const name = { name: "name", label: "Cardholder name", autocomplete: "cc-name", numeric: false };
  return html`
${textField(number, values.number, errors.number)}
<div class="pair">${textField(expiry, values.expiry, errors.expiry)}${textField(cvc, "", errors.cvc)}</div>
${textField(name, values.name, errors.name)}
<div class="field"><label for="country">Country or region</label>
<select id="country" name="country" autocomplete="billing country">${options}</select></div>
<details class="field"><summary>Test cards</summary><ul>${TEST_CARDS.map(
    ([digits, effect]) => html`<li><code>${digits}</code> ${effect}</li>`,
  )}</ul><p class="muted">Any future expiry date and any security code.</p></details>`;
}

export function emailField(value: string | undefined, error: string | undefined): Html {
  return textField({ name: "email", label: "E-mail", autocomplete: "email", numeric: false }, value, error);
}

/** Reads a card, or says what is wrong with each field. `email` null: the form asks for one. */
export function readCard(values: FormValues, knownEmail: string | null, now: Date): CardFormResult {
  const number = (values.number ?? "").replace(/[\s-]/g, "");
  const expiry = readExpiry(values.expiry ?? "");
  const email = knownEmail ?? (values.email ?? "").trim();
  const name = (values.name ?? "").trim();
  const country = values.country ?? "";
  const errors: Errors = {
    ...(!isEmail(email) && { email: "Your email is invalid." }),
    ...(!isCardNumber(number) && {
      number: number ? "Your card number is invalid." : "Enter a card number.",
    }),
    ...expiryError(expiry, now),
    ...(!isSecurityCode(values.cvc ?? "", number) && { cvc: "Your card's security code is incomplete." }),
    ...(!name && { name: "Enter the name on the card." }),
    ...(!(country in COUNTRIES) && { country: "Choose a country." }),
  };
  if (Object.keys(errors).length || !expiry) return { errors };
  return { card: { number, expMonth: expiry.month, expYear: expiry.year, name, email, country } };
}

export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

type Field = { name: string; label: string; autocomplete: string; numeric: boolean };

function textField(field: Field, value: string | undefined, error: string | undefined): Html {
  const { name, label, autocomplete, numeric } = field;
  const described = error ? html` aria-invalid="true" aria-describedby="${name}-error"` : null;
  const mode = numeric ? html` inputmode="numeric"` : null;
  const type = name === "email" ? "email" : "text";
  const message = error ? html`<p class="error" id="${name}-error">${error}</p>` : null;
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" maxlength="120" value="${value ?? ""}"${mode}${described}>${message}</div>`;
}

/** Length and check digit (ISO/IEC 7812-1, annex B). */
function isCardNumber(digits: string): boolean {
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isSecurityCode(code: string, number: string): boolean {
  return new RegExp(`^\\d{${brandOf(number) === "amex" ? 4 : 3}}$`).test(code.trim());
}

function readExpiry(text: string): { month: number; year: number } | null {
  const match = /^\s*(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})\s*$/.exec(text);
  const month = Number(match?.[1]);
  if (!match || month < 1 || month > 12) return null;
  const year = Number(match[2]);
  return { month, year: year < 100 ? 2000 + year : year };
}

function expiryError(expiry: { month: number; year: number } | null, now: Date): Errors {
  if (!expiry) return { expiry: "Your card's expiration date is incomplete." };
  // A card is good until the end of its month.
  const firstDayAfter = Date.UTC(expiry.year, expiry.month, 1);
  return firstDayAfter <= now.getTime() ? { expiry: "Your card's expiration date is in the past." } : {};
}
