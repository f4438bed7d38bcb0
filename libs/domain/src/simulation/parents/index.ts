export { ParentDesk } from './parent-desk.js';
export {
  checkParentFlow,
  drawParents,
  drawStyle,
  LIQUID_STOCK_PARENTS,
  type ParentFlow,
  type SimulatedParent,
} from './parent-flow.js';
