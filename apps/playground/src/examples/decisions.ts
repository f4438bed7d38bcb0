import { NO_ID, type Example } from './example.js';
import { RANK_QUOTES } from './rank-quotes.js';

const SUMMARY = `
fragment Summary on Decision {
  decisionId
  kind
  decidedAt
  createdAt
  answer {
    __typename
    ... on RankedQuotes {
      request { instrumentId side quantity }
      advice { action dealer savingBps }
    }
    ... on DealerQuote {
      request { instrumentId quantity }
      bid { price }
      offer { price }
    }
  }
}
`;

export const DECISIONS_MADE: Example = {
  name: 'DecisionsMade',
  role: 'trader',
  query: `# The desk's decisions as they are made, in any process.
# Run this, then press the button below the answer.
subscription DecisionsMade {
  decisionMade { ...Summary }
}
${SUMMARY}`,
  variables: () => ({}),
  causedBy: RANK_QUOTES,
};

export const DECISIONS: Example = {
  name: 'Decisions',
  role: 'trader',
  query: `# What the desk decided, newest first.
# Pass nextCursor as after for the next page.
query Decisions($first: Int!, $after: String) {
  decisions(first: $first, after: $after) {
    decisions { ...Summary }
    nextCursor
  }
}
${SUMMARY}`,
  variables: () => ({ first: 5 }),
};

export const REPLAY_DECISION: Example = {
  name: 'Replay',
  role: 'trader',
  query: `# Computes a decision again from its stored inputs and
# compares byte for byte; storedOutput is the text.
# Opening this tab puts in the id of the last decision seen.
query Replay($id: ID!) {
  replayDecision(id: $id) {
    __typename
    ... on Replay {
      decisionId
      byteEqual
      modelCheck
      modelMaxDifferenceBps
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'decisionId',
};
