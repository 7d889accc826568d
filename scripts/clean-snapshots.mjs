/*
 * integ-runner wants the metadata files of a snapshot to be there, and compares nothing in them. They tell where on a
 * machine each construct was made, so they are kept empty.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const integ = join(root, 'integ');
for (const file of readdirSync(integ, { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.metadata.json')) writeFileSync(join(integ, file), '{}\n');
}
