/*
 * Resources for each route, and the most routes that fit in one stack.
 */
import { APPS } from './apps/index.mjs';
import { child } from './measure.mjs';

/** CloudFormation's quota of resources in a stack. */
const RESOURCES = 500;

const [FEW, MANY] = [10, 20];

/** By app: the resources of a route, and how many routes synthesize where one more does not. */
export async function measureRoutes() {
  const results = {};
  for (const app of Object.keys(APPS)) {
    const [few, many] = [await countResources(app, FEW), await countResources(app, MANY)];
    const perRoute = (many - few) / (MANY - FEW);
    const most = Math.floor((RESOURCES - (few - FEW * perRoute)) / perRoute);
    if (!(await fits(app, most)) || (await fits(app, most + 1))) throw new Error(`${app}: ${most} is not the most`);
    results[app] = { perRoute, most };
  }
  return results;
}

const countResources = async (app, routes) => (await child('synth-child.mjs', [app, routes, 'unlimited'])).resources;

const fits = async (app, routes) => !(await child('synth-child.mjs', [app, routes])).tooMany;
