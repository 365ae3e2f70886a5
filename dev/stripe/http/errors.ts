type ErrorType = "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";

export type ErrorFields = {
  code?: string;
  param?: string;
  decline_code?: string;
  payment_method?: unknown;
  payment_intent?: unknown;
};

/** An error answer in Stripe's envelope. */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly type: ErrorType,
    message: string,
    readonly fields: ErrorFields = {},
  ) {
    super(message);
    this.name = "StripeError";
  }

  body(): { error: Record<string, unknown> } {
    const { code, ...rest } = this.fields;
    return {
      error: {
        ...(code && { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` }),
        ...rest,
        message: this.message,
        type: this.type,
      },
    };
  }
}

export function invalidRequest(message: string, param?: string, code?: string): StripeError {
  return new StripeError(400, "invalid_request_error", message, {
    ...(code && { code }),
    ...(param && { param }),
  });
}

export function missingParameter(param: string): StripeError {
  return invalidRequest(`Missing required param: ${param}.`, param, "parameter_missing");
}

/** @param param parameter that carried the id; `id` when it stood in the path. */
export function resourceMissing(kind: string, id: string, param = "id"): StripeError {
  const fields = { code: "resource_missing", param };
  return new StripeError(404, "invalid_request_error", `No such ${kind}: '${id}'`, fields);
}

const DECLINE_MESSAGES: Record<string, string> = {
  insufficient_funds: "Your card has insufficient funds.",
  expired_card: "Your card has expired.",
  incorrect_cvc: "Your card's security code is incorrect.",
};

/** What a person is told when their bank refuses a payment. */
export function declineMessage(declineCode: string): string {
  return DECLINE_MESSAGES[declineCode] ?? "Your card was declined.";
}

export function cardDeclined(declineCode: string): StripeError {
  const code =
    declineCode in DECLINE_MESSAGES && declineCode !== "insufficient_funds" ? declineCode : "card_declined";
  return new StripeError(402, "card_error", declineMessage(declineCode), { code, decline_code: declineCode });
}
