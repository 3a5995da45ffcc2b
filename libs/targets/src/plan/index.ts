import { Plan1700000005000 } from './migrations/1700000005000-plan.js';
import { PlanKpiYearEntity } from './plan-kpi-year.entity.js';
import { PlanKpiEntity } from './plan-kpi.entity.js';
import { SpecialTargetEntity } from './special-target.entity.js';

export const entities = [PlanKpiEntity, PlanKpiYearEntity, SpecialTargetEntity];
export const migrations = [Plan1700000005000];

export { kpiTable } from './kpi-table.js';
export { Plan, type PlanRow, type PlanTree, type SpecialTarget } from './plan.js';
export { specialTargetTable } from './special-target-table.js';
