import { Inject } from '@nestjs/common';
import { Args, Context, Extensions, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { analysePortfolio, portfolioOf, type PortfolioView } from '#application/analyse-portfolio';
import { type AnalysisRecord } from '#application/ports';
import { checkPage } from '../doors/page.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { AnalysePortfolioInput, AnalysePortfolioResult, PortfolioType } from '../graphql/analyse-portfolio.types.js';
import { AnalysisType, MAX_ANALYSIS_ROWS } from '../graphql/analysis.types.js';
import { COMPUTED } from '../graphql/plain-properties.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver(() => AnalysisType)
export class PortfolioResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'quant', 'specialist')
  @Mutation(() => AnalysePortfolioResult, {
    description: 'Queues what blocks cost that are traded together, in the market of this moment and in others.',
  })
  async analysePortfolio(
    @Args('input') input: AnalysePortfolioInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const { blocks, returns, scenarios, horizonFactors, idempotencyKey } = input;
    const command = { blocks, returns, scenarios: scenarios ?? [], horizonFactors, idempotencyKey };
    const answer = await analysePortfolio(this.ports, holder.deskId, command);
    return answer.ok ? answer.value : answer.error;
  }

  @Extensions(COMPUTED)
  @ResolveField(() => PortfolioType, {
    nullable: true,
    description: 'Of kind PORTFOLIO: what is there of it, with a page of its blocks; nothing of another kind.',
  })
  async portfolio(
    @Parent() analysis: AnalysisType,
    @Args('from', { type: () => Int, defaultValue: 0, description: 'Number of the first block of the page.' })
    from: number,
    @Args('first', { type: () => Int, defaultValue: 50, description: `1 to ${MAX_ANALYSIS_ROWS}.` }) first: number,
    @Context() context: RequestContext,
  ): Promise<PortfolioView | null> {
    checkPage(from, first, MAX_ANALYSIS_ROWS);
    askForRows(context, first);
    if (analysis.kind !== 'PORTFOLIO') return null;
    const portfolio = await portfolioOf(this.ports.analyses, analysis as AnalysisRecord);
    return { ...portfolio, blocks: portfolio.blocks.slice(from, from + first) };
  }
}
