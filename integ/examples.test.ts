/*
 * Every example synthesizes, without a warning of the CDK's. Its templates are kept for cfn-lint.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cdk } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';

const examples = join(root, 'examples');
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'cdk.json')));

it.each(names)('%s', async (name) => {
  const output = mkdtempSync(join(tmpdir(), 'example-'));
  const kept = join(root, '.templates', 'examples');
  try {
    await cdk(join(examples, name), {}, 'synth', '--quiet', '--strict', '--output', output);
    const templates = readdirSync(output).filter((file) => file.endsWith('.template.json'));
    expect(templates.length).toBeGreaterThan(0);
    mkdirSync(kept, { recursive: true });
    for (const file of templates) cpSync(join(output, file), join(kept, `${name}-${file}`));
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
});
