import { Inject } from '@nestjs/common';
import { Args, Context, Extensions, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type GridAnswer } from '#application/analyse-scenarios';
import { type VenuesAnswer } from '#application/analyse-venues';
import { analysisRowsOf } from '#application/compute-analysis';
import { checkPage } from '../doors/page.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { ScenarioAnswerResult } from '../graphql/analyse-scenarios.types.js';
import { VenueSplitAnswerResult } from '../graphql/analyse-venues.types.js';
import { AnalysisType, MAX_ANALYSIS_ROWS } from '../graphql/analysis.types.js';
import { COMPUTED } from '../graphql/plain-properties.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** Rows are many: a page of them is read when it is selected. */
@Resolver(() => AnalysisType)
export class AnalysisRowsResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @Extensions(COMPUTED)
  @ResolveField(() => [ScenarioAnswerResult], {
    description: 'Of kind SCENARIOS: the rows from a number on that are there without a gap; no row of another kind.',
  })
  scenarios(
    @Parent() analysis: AnalysisType,
    @Args('from', { type: () => Int, defaultValue: 0, description: 'Number of the first row of the page.' })
    from: number,
    @Args('first', { type: () => Int, defaultValue: 50, description: `1 to ${MAX_ANALYSIS_ROWS}.` }) first: number,
    @Context() context: RequestContext,
  ): Promise<readonly GridAnswer[]> {
    return this.page<GridAnswer>('SCENARIOS', analysis, { from, first }, context);
  }

  @Extensions(COMPUTED)
  @ResolveField(() => [VenueSplitAnswerResult], {
    description: 'Of kind VENUES: the rows from a number on that are there without a gap; no row of another kind.',
  })
  venueSplits(
    @Parent() analysis: AnalysisType,
    @Args('from', { type: () => Int, defaultValue: 0, description: 'Number of the first order of the page.' })
    from: number,
    @Args('first', { type: () => Int, defaultValue: 50, description: `1 to ${MAX_ANALYSIS_ROWS}.` }) first: number,
    @Context() context: RequestContext,
  ): Promise<readonly VenuesAnswer[]> {
    return this.page<VenuesAnswer>('VENUES', analysis, { from, first }, context);
  }

  private async page<Row>(
    kind: string,
    analysis: AnalysisType,
    { from, first }: { readonly from: number; readonly first: number },
    context: RequestContext,
  ): Promise<readonly Row[]> {
    checkPage(from, first, MAX_ANALYSIS_ROWS);
    askForRows(context, first);
    return analysis.kind === kind ? analysisRowsOf<Row>(this.ports.analyses, analysis, from, first) : [];
  }
}
