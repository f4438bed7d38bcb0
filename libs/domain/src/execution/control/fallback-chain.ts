import { err, ok, type Failure, type Result } from '#domain/core';
import { type Observation, type Policy, type Request } from './policy.js';

/** The links of the chain, in the order in which they are asked. */
export const CONTROL_LINKS = ['LEARNED', 'RULES', 'TWAP', 'PAUSE'] as const;
export type ControlLinkName = (typeof CONTROL_LINKS)[number];

/**
 * Why a link does not decide. LINK_ABSENT: there is none. LINK_OFF: somebody has switched it off. LINK_FAILED: it threw, with its message.
 * BAD_REQUEST: it asked for what no order can be: such an answer is not sent in part. NO_MARKET: there is nothing to decide on.
 */
export type LinkFailure = Failure<'LINK_ABSENT' | 'LINK_OFF' | 'LINK_FAILED' | 'BAD_REQUEST' | 'NO_MARKET'>;

/** A link that passed, and why. */
export interface PassedLink {
  readonly link: ControlLinkName;
  readonly reason: LinkFailure;
}

/** Who decided, and who did not, in the order in which they were asked. */
export interface ChainDecision {
  readonly decision: number;
  readonly link: ControlLinkName;
  readonly passed: readonly PassedLink[];
}

/** The policies that there are; where one is absent, the reason may be given. TWAP and PAUSE need no model. */
export interface ChainLinks {
  readonly learned?: Policy | LinkFailure;
  readonly rules?: Policy | LinkFailure;
  readonly twap: Policy;
}

/** Cancels everything that waits, and waits. It never fails. */
export const PAUSE: Policy = {
  act: ({ resting }) => resting.map(({ venue, orderId }) => ({ kind: 'CANCEL', venue, orderId })),
};

/**
 * Learned, else rules, else TWAP, else pause: every decision is asked of the first, and goes down the chain for a reason that is told.
 * A link that has failed rests for as many decisions as `restDecisions`, so that two policies do not take turns.
 */
export class FallbackChain implements Policy {
  private readonly links: readonly { readonly name: ControlLinkName; readonly policy: Policy | LinkFailure }[];
  private readonly resting = new Map<ControlLinkName, { readonly until: number; readonly reason: LinkFailure }>();

  constructor(
    links: ChainLinks,
    private readonly restDecisions: number,
    private readonly hear: (decision: ChainDecision) => void = () => undefined,
  ) {
    this.links = [
      { name: 'LEARNED', policy: links.learned ?? absent('LEARNED') },
      { name: 'RULES', policy: links.rules ?? absent('RULES') },
      { name: 'TWAP', policy: links.twap },
      { name: 'PAUSE', policy: PAUSE },
    ];
  }

  act(observation: Observation): readonly Request[] {
    const { decision } = observation;
    const passed: PassedLink[] = [];
    for (const { name, policy } of this.links) {
      const answer = this.ask(name, policy, observation);
      if (answer.ok) {
        this.hear({ decision, link: name, passed });
        return answer.value;
      }
      passed.push({ link: name, reason: answer.error });
    }
    throw new Error('FallbackChain: PAUSE has failed');
  }

  /** Nobody is asked, as there is no market to ask about: PAUSE decides. */
  pause(decision: number, message: string): void {
    const passed = this.links.slice(0, -1).map(({ name, policy }): PassedLink => ({
      link: name,
      reason: 'code' in policy ? policy : { code: 'NO_MARKET', message },
    }));
    this.hear({ decision, link: 'PAUSE', passed });
  }

  private ask(
    name: ControlLinkName,
    policy: Policy | LinkFailure,
    observation: Observation,
  ): Result<readonly Request[], LinkFailure> {
    if ('code' in policy) return err(policy);
    const rest = this.resting.get(name);
    if (rest !== undefined && observation.decision < rest.until) return err(rest.reason);
    const answer = answered(policy, observation);
    if (!answer.ok) {
      this.resting.set(name, { until: observation.decision + 1 + this.restDecisions, reason: answer.error });
    }
    return answer;
  }
}

const absent = (name: ControlLinkName): LinkFailure => ({ code: 'LINK_ABSENT', message: `${name}: there is none` });

const answered = (policy: Policy, observation: Observation): Result<readonly Request[], LinkFailure> => {
  try {
    const requests = policy.act(observation);
    const bad = requests.findIndex((request) => !isPossible(request));
    return bad < 0
      ? ok(requests)
      : err({
          code: 'BAD_REQUEST',
          message: `requests.${bad} is no order: ${JSON.stringify(requests[bad])}`,
          field: `requests.${bad}`,
          allowed: 'whole units from 1 on, a positive whole price',
        });
  } catch (error) {
    return err({ code: 'LINK_FAILED', message: error instanceof Error ? error.message : String(error) });
  }
};

const isPossible = (request: Request): boolean => {
  if (request.kind === 'CANCEL') return Number.isInteger(request.orderId);
  const isPriced = request.kind === 'MARKET' || (Number.isInteger(request.priceTicks) && request.priceTicks > 0);
  return isPriced && Number.isInteger(request.units) && request.units > 0;
};
