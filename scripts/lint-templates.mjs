/*
 * cfn-lint on many templates: what two of them have in common is looked at once.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from './console.mjs';
import { python, root } from './setup.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

/** Fails if cfn-lint finds an error in a template of some folders. Returns how many templates there are. */
export async function lintTemplates(...folders) {
  const templates = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.template.json') && !file.includes('asset.'))
      .map((file) => join(root, folder, file)),
  );
  const program = await python('cfn-lint');
  await withTemporaryFolder(async (folder) => {
    const parts = writeDistinctParts(templates, folder);
    const halves = [0, 1].map((half) => parts.filter((_, index) => index % 2 === half));
    const lint = (half) => run(program, ['--non-zero-exit-code', 'error', '--', ...half]);
    await Promise.all(halves.filter(({ length }) => length > 0).map(lint));
  });
  return templates.length;
}

/**
 * Writes of each template the resources and outputs that no template before it had, and all that these refer to.
 *
 * @returns {string[]} the files
 */
function writeDistinctParts(templates, folder) {
  const seen = new Set();
  return templates.flatMap((file, index) => {
    const template = JSON.parse(readFileSync(file, 'utf8'));
    const part = distinctPart(template, seen);
    if (!part) return [];
    const name = join(folder, String(index), basename(file));
    mkdirSync(join(folder, String(index)));
    writeFileSync(name, JSON.stringify(part, undefined, 1));
    return [name];
  });
}

function distinctPart({ Resources = {}, Outputs = {}, ...others }, seen) {
  const resources = Object.entries(Resources).map(([id, resource]) => entryOf(id, resource, Resources));
  const outputs = Object.entries(Outputs).map(([id, output]) => entryOf(id, output, Resources));
  const kept = new Set([...resources, ...outputs].filter(({ key }) => !seen.has(key)));
  if (kept.size === 0) return undefined;
  // A set is iterated to its end, and that includes what is added meanwhile.
  for (const { key, mentioned } of kept) {
    seen.add(key);
    for (const resource of resources) if (mentioned.includes(resource.id)) kept.add(resource);
  }
  const only = (entries) =>
    Object.fromEntries(entries.filter((entry) => kept.has(entry)).map(({ id, value }) => [id, value]));
  return { ...others, Resources: only(resources), ...(outputs.length > 0 && { Outputs: only(outputs) }) };
}

/**
 * A resource or an output, and which resources it mentions. It is the same as that of another template if those have
 * the same types there.
 */
function entryOf(id, value, resources) {
  const text = JSON.stringify(value);
  const mentioned = Object.keys(resources).filter(
    (other) => text.includes(`"${other}"`) || text.includes(`\${${other}`),
  );
  const key = JSON.stringify([id, text, mentioned.map((other) => resources[other].Type)]);
  return { id, value, mentioned, key };
}
