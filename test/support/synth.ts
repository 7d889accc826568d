import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where cfn-lint finds every template that a test has made, once if both versions of aws-cdk-lib make the same. */
const TEMPLATES = join(__dirname, '..', '..', '.templates', 'unit');

/** From 2.262 on, aws-cdk-lib validates what it synthesizes; in this mode a warning of its validator fails the test. */
const STRICT = {
  '@aws-cdk/core:strictCfnValidateErrors': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/** For what the validator warns of, such as a Boolean as text, which CloudFormation takes all the same. */
export const LENIENT = { '@aws-cdk/core:strictCfnValidateErrors': false };

export function newApp(context: Record<string, unknown> = {}): App {
  return new App({ treeMetadata: false, context: { ...STRICT, ...context } });
}

export function newStack(id = 'Stack', props: StackProps = {}): Stack {
  return new Stack(newApp(), id, props);
}

/** The template of a stack, which every test asks for through here: it is validated, and kept for cfn-lint. */
export function templateOf(stack: Stack, { keep = true } = {}): Template {
  const template = Template.fromStack(stack);
  if (!keep) return template;
  const json = JSON.stringify(template.toJSON(), undefined, 1);
  mkdirSync(TEMPLATES, { recursive: true });
  writeFileSync(join(TEMPLATES, `${createHash('sha256').update(json).digest('hex').slice(0, 16)}.template.json`), json);
  return template;
}

export function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map((warning) => JSON.stringify(warning.entry.data));
}

/** The one resource of a type. */
export function only(
  template: Template,
  type: string,
): { id: string; properties: Record<string, unknown>; [key: string]: unknown } {
  const found = Object.entries(template.findResources(type));
  if (found.length !== 1 || !found[0]) throw new Error(`expected one ${type}, found ${found.length}`);
  const [id, resource] = found[0];
  return { id, properties: resource.Properties, ...resource };
}

export function newFunction(scope: Construct, id: string): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });
}

/** The message of the error that an action throws. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && error.constructor === Error) return error.message;
    throw error;
  }
  throw new Error('expected an error, and there was none');
}
