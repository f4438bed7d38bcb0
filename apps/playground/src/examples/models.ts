import { type Example } from './example.js';

export const MODELS: Example = {
  name: 'Models',
  role: 'quant',
  query: `# Quant: the trained models and where each stands;
# model(version) shows the card of one.
query Models {
  models { modelVersion status }
}
`,
  variables: () => ({}),
};
