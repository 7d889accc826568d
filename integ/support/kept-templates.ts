import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';

/** Where the templates of an app are kept, for cfn-lint. */
export const keptTemplates = (name: string) => join(root, '.templates', 'integ', name);
