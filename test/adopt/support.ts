import { App, Stack } from 'aws-cdk-lib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { newApp, templateOf, warningsOf } from '../support/synth';

export interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>;
}

/** A folder for each test with what is deployed. */
export function useDeployed() {
  const deployed = {
    folder: '',
    template: '',
    write: (content: unknown, name = 'old.template.json') => {
      const path = join(deployed.folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    },
    /** Writes the template of a stack, and returns the path. */
    stack: (make: (stack: Stack) => void) => deployed.write(templateIn(make)),
  };
  beforeEach(() => {
    deployed.folder = mkdtempSync(join(tmpdir(), 'deployed-'));
  });
  afterEach(() => rmSync(deployed.folder, { recursive: true }));
  return deployed;
}

export function templateIn(make: (stack: Stack) => void): Template {
  const stack = new Stack(newApp(), 'S');
  make(stack);
  return templateOf(stack).toJSON() as Template;
}

/** What synthesis makes of a stack: its template and warnings, or the error. */
export function synth(
  make: (stack: Stack) => void,
  context?: Record<string, unknown>,
): { template: Template; warnings: string[]; error: string } {
  const app: App = newApp(context);
  const stack = new Stack(app, 'S');
  try {
    make(stack);
    const template = templateOf(stack, { keep: !context }).toJSON() as Template;
    return { template, warnings: warningsOf(stack).map((each) => JSON.parse(each) as string), error: '' };
  } catch (error) {
    return { template: { Resources: {} }, warnings: [], error: String(error) };
  }
}
