import { CfnParameter } from 'aws-cdk-lib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import {
  ManagedLoginAsset,
  ManagedLoginAssetCategory,
  ManagedLoginAssetExtension,
  ManagedLoginColorMode,
} from '../../lib/hosted-ui/assets';
import { newStack } from '../support/synth';

const category = ManagedLoginAssetCategory.FORM_LOGO;
const extension = ManagedLoginAssetExtension.PNG;
const problemsOf = (asset: ManagedLoginAsset) => {
  const problems = new Problems(newStack());
  asset._check(problems, 'branding.assets[0]');
  return problems.messages();
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'assets-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const newFile = (name: string, content = 'image') => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('an image in a file', () => {
  it.each([
    ['logo.ico', 'ICO'],
    ['logo.jpg', 'JPEG'],
    ['logo.jpeg', 'JPEG'],
    ['logo.min.png', 'PNG'],
    ['LOGO.SVG', 'SVG'],
    ['logo.webp', 'WEBP'],
  ])('has the type that its name %s says', (name, expected) => {
    const asset = ManagedLoginAsset.fromFile(newFile(name), { category });
    expect(problemsOf(asset)).toEqual([]);
    expect(asset._render()).toEqual({
      category: 'FORM_LOGO',
      colorMode: 'DYNAMIC',
      extension: expected,
      bytes: 'aW1hZ2U=',
    });
  });

  it('may be told its type, mode and owner', () => {
    const asset = ManagedLoginAsset.fromFile(newFile('logo'), {
      category: ManagedLoginAssetCategory.IDP_BUTTON_ICON,
      colorMode: ManagedLoginColorMode.DARK,
      extension: ManagedLoginAssetExtension.WEBP,
      resourceId: 'Login with Us_2-x',
    });
    expect(problemsOf(asset)).toEqual([]);
    expect(asset._render()).toEqual({
      category: 'IDP_BUTTON_ICON',
      colorMode: 'DARK',
      extension: 'WEBP',
      resourceId: 'Login with Us_2-x',
      bytes: 'aW1hZ2U=',
    });
  });

  it.each(['logo', 'logo.gif', 'png', '.png'])(
    'is rejected if its name is %s, which says no type of an image',
    (name) => {
      const path = newFile(name);
      expect(problemsOf(ManagedLoginAsset.fromFile(path, { category }))).toEqual([
        `branding.assets[0] is the file "${path}": its name does not tell the format of the image. Give its extension; Cognito knows ICO, JPEG, PNG, SVG, WEBP.`,
      ]);
    },
  );

  it('is rejected if it is missing, a folder or empty', () => {
    const remedy = `Give the path of an image, from "${process.cwd()}" on or absolute.`;
    for (const path of ['missing.png', folder, newFile('empty.png', '')]) {
      expect(problemsOf(ManagedLoginAsset.fromFile(path, { category, extension }))).toEqual([
        `branding.assets[0] is the file "${path}": there is no such file, or nothing can be read from it. ${remedy}`,
      ]);
    }
  });
});

describe('an image in the code', () => {
  const withContent = (content: string) => ManagedLoginAsset.fromBase64(content, { category, extension });

  it.each(['aW1hZ2U=', 'aW1hZw==', 'aW1h', '+/+/'])('may be "%s"', (content) => {
    const asset = withContent(content);
    expect(problemsOf(asset)).toEqual([]);
    expect(asset._render()).toEqual({ category: 'FORM_LOGO', colorMode: 'DYNAMIC', extension: 'PNG', bytes: content });
  });

  it.each(['', 'aW1hZ2U', 'aW1h ZQ==', 'aW1hZ2U=\n', '=', '====', 'a-_b', 'data:image/png;base64,aW1h', '<svg/>'])(
    'is rejected if it is %j',
    (content) => {
      expect(problemsOf(withContent(content))).toEqual([
        `branding.assets[0] is ${JSON.stringify(content)}: it is not a Base64-encoded image. ` +
          'Give the content alone, without line breaks and without "data:image/png;base64,".',
      ]);
    },
  );

  it('is not judged if only deployment will know it', () => {
    const { valueAsString } = new CfnParameter(newStack(), 'Image');
    expect(problemsOf(withContent(valueAsString))).toEqual([]);
    expect(withContent(valueAsString)._render().bytes).toBe(valueAsString);
  });
});

describe('an icon of the page', () => {
  const { FAVICON_ICO, FAVICON_SVG } = ManagedLoginAssetCategory;
  const { ICO, PNG, SVG } = ManagedLoginAssetExtension;
  const iconOf = (icon: ManagedLoginAssetCategory, type: ManagedLoginAssetExtension) =>
    problemsOf(ManagedLoginAsset.fromBase64('aW1h', { category: icon, extension: type }));

  it('is of the type that its category says', () => {
    expect([iconOf(FAVICON_ICO, ICO), iconOf(FAVICON_SVG, SVG)]).toEqual([[], []]);
    expect(iconOf(FAVICON_ICO, SVG)).toEqual([
      'branding.assets[0].extension is "SVG", for FAVICON_ICO: browsers show images of that category only in the format ICO. Give an image in the format ICO.',
    ]);
    expect(iconOf(FAVICON_SVG, PNG)).toEqual([expect.stringContaining('is "PNG", for FAVICON_SVG')]);
  });
});

it('tells every wrong option', () => {
  const asset = ManagedLoginAsset.fromBase64('aW1h', {
    category: 'LOGO' as ManagedLoginAssetCategory,
    colorMode: 'BROWSER_ADAPTIVE' as ManagedLoginColorMode,
    extension: 'GIF' as ManagedLoginAssetExtension,
    resourceId: 'x'.repeat(41),
  });
  expect(problemsOf(asset)).toEqual([
    expect.stringMatching(
      /^branding\.assets\[0]\.category is "LOGO": .* Use one of ManagedLoginAssetCategory\.FAVICON_ICO, .*ManagedLoginAssetCategory\.IDP_BUTTON_ICON\.$/,
    ),
    expect.stringMatching(
      /colorMode is "BROWSER_ADAPTIVE": .* Use one of ManagedLoginColorMode\.LIGHT, ManagedLoginColorMode\.DARK, ManagedLoginColorMode\.DYNAMIC\.$/,
    ),
    expect.stringMatching(
      /extension is "GIF": .* Use one of ManagedLoginAssetExtension\.ICO, .*ManagedLoginAssetExtension\.WEBP\.$/,
    ),
    `branding.assets[0].resourceId is "${'x'.repeat(41)}": Cognito accepts only 1 to 40 letters, digits, spaces, _ and -, and would reject the branding. Give the ID of the element that the image belongs to, such as an identity provider.`,
  ]);
});
