import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { CardBehaviour } from "../state/private-state";
import type { PaymentMethod } from "../state/wire";
import type { World } from "../state/world";

type TestCard = { brand: string; behaviour: CardBehaviour };

const declines = (declineCode: string): CardBehaviour => ({ kind: "declines", declineCode });

/** Card numbers with a meaning of their own; any other valid number pays. */
const NUMBERS: Record<string, CardBehaviour> = {
  "4000000000000002": declines("generic_decline"),
  "4000000000009995": declines("insufficient_funds"),
  "4000000000009987": declines("lost_card"),
  "4000000000009979": declines("stolen_card"),
  "4000000000000069": declines("expired_card"),
  "4000000000000127": declines("incorrect_cvc"),
  "4000000000000341": { kind: "fails_later" },
};

/** Stripe's ready-made payment methods. */
const TOKENS: Record<string, TestCard & { last4: string }> = {
  pm_card_visa: { brand: "visa", last4: "4242", behaviour: { kind: "pays" } },
  pm_card_mastercard: { brand: "mastercard", last4: "4444", behaviour: { kind: "pays" } },
  pm_card_amex: { brand: "amex", last4: "0005", behaviour: { kind: "pays" } },
  pm_card_chargeCustomerFail: { brand: "visa", last4: "0341", behaviour: declines("generic_decline") },
  pm_card_visa_chargeDeclined: { brand: "visa", last4: "0002", behaviour: declines("generic_decline") },
  pm_card_chargeDeclined: { brand: "visa", last4: "0002", behaviour: declines("generic_decline") },
  pm_card_chargeDeclinedInsufficientFunds: {
    brand: "visa",
    last4: "9995",
    behaviour: declines("insufficient_funds"),
  },
};

export type NewCard = {
  number: string;
  expMonth: number;
  expYear: number;
  name: string | null;
  email: string | null;
  country: string | null;
};

export function behaviourOf(number: string): CardBehaviour {
  return NUMBERS[number] ?? { kind: "pays" };
}

/** Stores a card somebody typed. */
export function createCard(world: World, card: NewCard, customer: string | null): PaymentMethod {
  const paymentMethod = cardObject(world, brandOf(card.number), card.number.slice(-4), customer);
  paymentMethod.billing_details.name = card.name;
  paymentMethod.billing_details.email = card.email;
  if (card.country) paymentMethod.billing_details.address = address(card.country);
  if (paymentMethod.card) {
    paymentMethod.card.exp_month = card.expMonth;
    paymentMethod.card.exp_year = card.expYear;
  }
  return store(world, paymentMethod, behaviourOf(card.number));
}

/** A fresh card for one of Stripe's `pm_card_…` names, or undefined for any other id. */
export function createFromToken(world: World, token: string): PaymentMethod | undefined {
  const card = TOKENS[token];
  return card && store(world, cardObject(world, card.brand, card.last4, null), card.behaviour);
}

/** What a `pm_card_…` name stands for. */
export function tokenCard(id: string): { brand: string; last4: string } | undefined {
  return TOKENS[id];
}

export function brandOf(number: string): string {
  if (/^3[47]/.test(number)) return "amex";
  if (/^(5[1-5]|2[2-7])/.test(number)) return "mastercard";
  return number.startsWith("4") ? "visa" : "unknown";
}

function store(world: World, paymentMethod: PaymentMethod, behaviour: CardBehaviour): PaymentMethod {
  world.store.privateState.cards[paymentMethod.id] = behaviour;
  return world.store.insert("payment_method", paymentMethod);
}

function cardObject(world: World, brand: string, last4: string, customer: string | null): PaymentMethod {
  return make("payment_method", {
    id: newId("pm"),
    allow_redisplay: "unspecified",
    billing_details: { address: address(null), email: null, name: null, phone: null, tax_id: null },
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: brand,
      exp_month: 12,
      exp_year: new Date().getUTCFullYear() + 4,
      fingerprint: `sim${last4}${brand}`,
      funding: "credit",
      generated_from: null,
      last4,
      networks: { available: [brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: world.now(customer),
    customer,
    metadata: {},
    type: "card",
  });
}

function address(country: string | null) {
  return { city: null, country, line1: null, line2: null, postal_code: null, state: null };
}
