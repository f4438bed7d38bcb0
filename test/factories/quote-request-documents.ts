/** All of a request that a desk sees, as its mutations and queries ask for it. */
export const QUOTE_REQUEST_FIELDS = `quoteRequestId version status side lots openLots unsettledLots filledLots allOrNone
  horizonSeconds isDifference openedAt changedAt expiresAt tradedSide coverPrice awayPrice
  legs { instrumentId side lotsPerLot } markouts { horizonMs price marketAt } missedMarkouts { horizonMs reason }
  dealers {
    dealer status quotesMade rejectedLots fills { execId side price lots at }
    quote { quoteId bid { price lots } offer { price lots } allOrNone quotedAt validUntil lastLookMs }
    counter { side price lots } taken { side price lots unsettledLots takenAt }
  }`;

const mutation = (name: string, input: string): string => `mutation ($input: ${input}!) {
  ${name}(input: $input) {
    __typename ... on QuoteRequest { ${QUOTE_REQUEST_FIELDS} } ... on ExpectedError { code field message allowed }
  }
}`;

export const QUOTE_REQUEST_MUTATIONS = {
  openQuoteRequest: mutation('openQuoteRequest', 'OpenQuoteRequestInput'),
  submitQuote: mutation('submitQuote', 'SubmitQuoteInput'),
  withdrawQuote: mutation('withdrawQuote', 'WithdrawQuoteInput'),
  declineQuoteRequest: mutation('declineQuoteRequest', 'DeclineQuoteRequestInput'),
  respond: mutation('respond', 'RespondInput'),
  recordOutcome: mutation('recordOutcome', 'RecordOutcomeInput'),
} as const;

export const QUOTE_REQUEST = `query ($id: ID!) {
  quoteRequest(id: $id) {
    __typename ... on QuoteRequest { ${QUOTE_REQUEST_FIELDS} } ... on ExpectedError { code field message allowed }
  }
}`;

export const QUOTE_REQUESTS = `query ($status: QuoteRequestStatus, $instrumentId: ID, $first: Int!, $after: String) {
  quoteRequests(status: $status, instrumentId: $instrumentId, first: $first, after: $after) {
    quoteRequests { quoteRequestId status version } nextCursor
  }
}`;

/** As `QUOTE_REQUEST_FIELDS` brings it, or a failure. */
export interface SentQuoteRequest {
  readonly __typename: string;
  readonly code?: string;
  readonly quoteRequestId: string;
  readonly version: number;
  readonly status: string;
  readonly lots: number;
  readonly openLots: number;
  readonly unsettledLots: number;
  readonly filledLots: number;
  readonly markouts: readonly { readonly horizonMs: number; readonly price: number }[];
  readonly missedMarkouts: readonly object[];
  readonly dealers: readonly { readonly dealer: string; readonly status: string }[];
}
