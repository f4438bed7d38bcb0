export {
  simulationReport,
  type SimulationReport,
  type SimulationReportRequest,
  type SimulationReportStage,
} from './simulation-report.js';
