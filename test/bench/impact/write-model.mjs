import { writeModel } from '../../factories/models/index.ts';

writeModel(process.argv[2], { name: 'linear', instruments: null });
