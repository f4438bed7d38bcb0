import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { bestExecutionCsv, bestExecutionPage, recordAction, type DoneAction } from '#application/best-execution';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { invalidInput } from '../doors/validation.js';
import { BestExecutionFileType, DoneActionInput, RecordActionResult } from '../graphql/best-execution.types.js';
import { FileFormatEnum } from '../graphql/enums.js';
import { PORTS, type ApiPorts } from '../ports.js';

const MAX_PAGE = 100;
/** A decisionId: a UUID. */
const CURSOR = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

@Resolver()
export class BestExecutionResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader')
  @Mutation(() => RecordActionResult, {
    description: 'Records what was done about an evaluation: once, and with a reason where it is not what was advised.',
  })
  async recordAction(
    @Args('id', { type: () => ID, description: 'The decisionId of the evaluation.' }, IdentifierPipe) id: string,
    @Args('done') done: DoneActionInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await recordAction(this.ports, holder.deskId, id, doneAction(done));
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('trader', 'quant', 'specialist')
  @Query(() => BestExecutionFileType, { description: "This desk's best-execution file, newest first." })
  async bestExecution(
    @Args('first', { type: () => Int, defaultValue: 20, description: `Decisions looked through: 1 to ${MAX_PAGE}.` })
    first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null | undefined,
    @Args('format', { type: () => FileFormatEnum, defaultValue: 'JSON' }) format: keyof typeof FileFormatEnum,
    @Context() context: RequestContext,
  ): Promise<BestExecutionFileType> {
    if (first < 1 || first > MAX_PAGE) throw invalidInput([{ field: 'first', allowed: `from 1 to ${MAX_PAGE}` }]);
    if (typeof after === 'string' && !CURSOR.test(after)) {
      throw invalidInput([{ field: 'after', allowed: 'the nextCursor of an earlier page' }]);
    }
    askForRows(context, first);
    const page = await bestExecutionPage(this.ports.decisions, context.holder.deskId, first, after ?? undefined);
    return {
      evaluations: page.records.length,
      text: format === 'CSV' ? bestExecutionCsv(page.records) : JSON.stringify(page.records),
      ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    };
  }
}

/** Null and absent are the same, so that a repeat is one however it is written. */
const doneAction = ({ action, dealers, price, quantity, reasonCode, note }: DoneActionInput): DoneAction => {
  if (action === 'ABSTAIN') throw invalidInput([{ field: 'done.action', allowed: 'what can be done' }]);
  return {
    action,
    dealers: dealers ?? [],
    ...(typeof price === 'number' && { price }),
    ...(typeof quantity === 'number' && { quantity }),
    ...(typeof reasonCode === 'string' && { reasonCode }),
    ...(typeof note === 'string' && { note }),
  };
};
