import { CfnResource, Stack } from 'aws-cdk-lib';
import { TemplateIndex } from '../template/template-index';
import { DeployedResource, PREFIX } from './deployed';

/** A resource of Cognito as the template of its stack will have it. */
export interface InStack extends DeployedResource {
  readonly logicalId: string;
  readonly path: string;
}

/** The resources of Cognito in a stack. Unlike in the index, references name logical IDs, as in the old template. */
export function resourcesIn(index: TemplateIndex, stack: Stack): ReadonlyMap<CfnResource, InStack> {
  return new Map(
    index
      .ofTypes(PREFIX)
      .filter(({ node }) => node.stack === stack)
      .map(({ node, path }) => {
        const inner = node as unknown as { _toCloudFormation(): object };
        const { Resources: resources = {} } = index.during<unknown>(() => stack.resolve(inner._toCloudFormation())) as {
          Resources?: Record<string, { Properties?: Record<string, unknown> }>;
        };
        const [[logicalId = '', { Properties: properties = {} } = {}] = []] = Object.entries(resources);
        return [node, { type: node.cfnResourceType, logicalId, path, properties }];
      }),
  );
}
