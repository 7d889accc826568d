import { Stack } from 'aws-cdk-lib';
import { toCloudFormation } from '../template/references';
import { TemplateIndex } from '../template/template-index';
import { DeployedResource, PREFIX } from './deployed';

/** A resource of Cognito as the template of its stack will have it. */
export interface InStack extends DeployedResource {
  readonly logicalId: string;
  readonly path: string;
}

/**
 * The resources of Cognito in a stack, by logical ID. Unlike in the index, references name logical IDs, as in the old
 * template.
 */
export function resourcesIn(index: TemplateIndex, stack: Stack): ReadonlyMap<string, InStack> {
  return new Map(
    index
      .ofTypes((type) => type.startsWith(PREFIX))
      .filter(({ cfnResource }) => cfnResource.stack === stack)
      .map(({ cfnResource, path }) => {
        const { Resources: resources = {} } = index.during<unknown>(() =>
          stack.resolve(toCloudFormation(cfnResource)),
        ) as {
          Resources?: Record<string, { Properties?: Record<string, unknown> }>;
        };
        const [[logicalId = '', { Properties: properties = {} } = {}] = []] = Object.entries(resources);
        return [logicalId, { type: cfnResource.cfnResourceType, logicalId, path, properties }];
      }),
  );
}
