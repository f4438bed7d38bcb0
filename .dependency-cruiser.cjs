// The domain reads left to right: each context may import only those before it.
const CONTEXTS = [
  'core',
  'market-data',
  'rfq',
  'features',
  'training',
  'microstructure',
  'impact',
  'scoring',
  'venues',
  'execution',
  'quoting',
  'portfolio',
  'tca',
  'monitoring',
  'simulation',
];
// Pure numeric packages that the domain may use.
const PURE_PACKAGES = ['pure-rand'];
const D = '^libs/domain/src';
const SPEC = '\\.spec\\.ts$';
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'domain-is-pure',
      'Domain imports only domain and a short list of pure numeric packages: no node:*, no outer ring.',
      { path: '^libs/domain/', pathNot: SPEC },
      { pathNot: ['^libs/domain/', `(^|node_modules/)(${PURE_PACKAGES.join('|')})/`] },
    ),
    forbid(
      'application-knows-only-domain',
      'Use-cases see domain and ports, never a technology.',
      { path: '^libs/application/', pathNot: SPEC },
      { pathNot: '^libs/(domain|application)/' },
    ),
    forbid(
      'nest-lives-in-apps',
      'Adapters are plain classes; apps wire them.',
      { path: '^libs/' },
      { path: 'node_modules/@nestjs/' },
    ),
    forbid('libs-never-import-apps', 'Apps are composition roots.', { path: '^libs/' }, { path: '^apps/' }),
    forbid(
      'apps-are-islands',
      'Apps share code through libs only; scripts that run before the build know the root and how to fail from the launcher.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: ['^apps/$1/', '^apps/local/(project|operator-error)\\.mjs$'] },
    ),
    forbid(
      'adapters-are-islands',
      'One technology per adapter.',
      { path: '^libs/adapters/src/([^/]+)/' },
      { path: '^libs/adapters/', pathNot: '^libs/adapters/src/$1/' },
    ),
    forbid(
      'contexts-expose-index-inside',
      'Import a context through its index.ts.',
      { path: `${D}/([^/]+)/` },
      { path: `${D}/`, pathNot: [`${D}/$1/`, `${D}/[^/]+/index\\.ts$`] },
    ),
    forbid(
      'contexts-expose-index-outside',
      'Import a context through its index.ts.',
      { path: '^(apps|test|libs/(application|adapters))/' },
      { path: `${D}/`, pathNot: `${D}/[^/]+/index\\.ts$` },
    ),
    forbid('no-cycles', 'A cycle is a missing concept.', {}, { circular: true }),
    ...CONTEXTS.map((context, i) =>
      forbid(
        `order-${context}`,
        `${context} may import: ${CONTEXTS.slice(0, i).join(', ') || 'nothing'}`,
        { path: `${D}/${context}/` },
        { path: `${D}/`, pathNot: `${D}/(${CONTEXTS.slice(0, i + 1).join('|')})/` },
      ),
    ),
    forbid(
      'contexts-are-declared',
      'Every domain folder is in CONTEXTS.',
      { path: `${D}/`, pathNot: `${D}/(${CONTEXTS.join('|')})/` },
      {},
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated|planted)/' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default', 'types'] },
  },
};
