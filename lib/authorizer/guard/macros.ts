import { warn } from '../../checks/warn';
import { IndexedApi } from '../routes/indexed-api';

/** The transforms of AWS that add no routes, or whose routes are looked at. */
const AWS_TRANSFORMS = [
  'AWS::Serverless-2016-10-31',
  'AWS::LanguageExtensions',
  'AWS::CodeDeployBlueGreen',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
];

/** A macro may change the template that it gets in any way. */
export function warnOfMacros({ index, httpApi, stacks }: IndexedApi): void {
  const macro = [...stacks]
    .flatMap((stack) => index.transformsOf(stack))
    .find((name) => !AWS_TRANSFORMS.includes(name));
  if (macro === undefined) return;
  warn(
    httpApi,
    'HttpApi.macro',
    `At deployment, the macro ${macro} processes a template that has a part of the API. It may add open routes or open existing ones, and requireOnEveryRoute does not see that. Make sure that it does neither; then acknowledge this warning.`,
  );
}
