/*
 * lib/checks/structs.ts: what the structs of the library have, and by what an object of a class or interface is known,
 * as the assemblies of jsii say.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { formatted } from './formatted.mjs';
import { root } from './setup.mjs';

const nameOf = (fqn) => fqn.split('.').at(-1);
const byName = (one, other) => (one.name < other.name ? -1 : 1);

class Assemblies {
  /** A member of each class and interface that props take, by their short names. */
  objects = {};

  constructor() {
    const cdk = gunzipSync(readFileSync(join(root, 'node_modules', 'aws-cdk-lib', '.jsii.gz')));
    const constructs = readFileSync(join(root, 'node_modules', 'constructs', '.jsii'), 'utf8');
    const { name, types } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
    this.assembly = name;
    this.own = types;
    this.types = { ...JSON.parse(constructs).types, ...JSON.parse(cdk.toString()).types, ...this.own };
  }

  get structs() {
    const all = Object.values(this.own).filter(({ kind, datatype }) => kind === 'interface' && datatype);
    return Object.fromEntries(
      all.sort(byName).map((struct) => [
        struct.name,
        Object.fromEntries(
          this.propertiesOf(struct)
            .sort(byName)
            .map(({ name, type, optional }) => [name, `${this.typeOf(type)}${optional ? '' : '!'}`]),
        ),
      ]),
    );
  }

  /** The types of the arguments of methods, which `objects` has as well. */
  addArguments() {
    for (const { initializer, methods = [] } of Object.values(this.own)) {
      for (const { parameters = [] } of [initializer ?? {}, ...methods]) {
        for (const { type } of parameters) this.typeOf(type);
      }
    }
  }

  /** The properties of a struct, and those that it inherits. */
  propertiesOf({ properties = [], interfaces = [] }) {
    return [...properties, ...interfaces.flatMap((fqn) => (this.types[fqn] ? this.propertiesOf(this.types[fqn]) : []))];
  }

  typeOf({ primitive, collection, fqn }) {
    if (primitive) return primitive;
    if (collection) return `${collection.kind === 'array' ? 'list' : 'map'} ${this.typeOf(collection.elementtype)}`;
    const type = this.types[fqn];
    // Enums are checked where they are used.
    if (!type || type.kind === 'enum' || (type.datatype && !this.own[fqn])) return 'any';
    if (!type.datatype) this.objects[nameOf(fqn)] = this.memberOf(type);
    return nameOf(fqn);
  }

  /**
   * A member that objects of a type have. Classes of the library have internal ones, which no class of the CDK has:
   * `providerName` is also a property of the CDK's identity providers. Of others, best one that their base lacks.
   */
  memberOf(type) {
    const inherited = this.ancestorsOf(type).flatMap((each) => this.membersOf(each));
    const own = this.membersOf(type).find((name) => !inherited.includes(name));
    return this.internalMemberOf(type) ?? own ?? inherited[0];
  }

  membersOf({ properties = [], methods = [] }) {
    const members = [...properties, ...methods].filter((each) => !each.static && !each.protected && !each.optional);
    return members.map(({ name }) => name).filter((name) => name !== 'toString');
  }

  ancestorsOf({ interfaces = [], base }) {
    const parents = [...interfaces, ...(base ? [base] : [])].flatMap((fqn) => this.types[fqn] ?? []);
    return parents.flatMap((each) => [each, ...this.ancestorsOf(each)]);
  }

  /** One that no other class of the library has, if there is one: many have a `_check` and a `_bind`. */
  internalMemberOf(type) {
    const names = this.internalMembersOf(type);
    const others = Object.values(this.own).filter((each) => each !== type && each.kind === 'class');
    const taken = others.flatMap((each) => this.internalMembersOf(each));
    return names.find((name) => !taken.includes(name)) ?? names[0];
  }

  /** From the source, for jsii does not list internal members. */
  internalMembersOf({ name, kind, assembly, locationInModule: { filename } }) {
    if (kind !== 'class' || assembly !== this.assembly) return [];
    const source = readFileSync(join(root, filename), 'utf8');
    const [, body] = source.split(new RegExp(`class ${name} `));
    const members = body.split(/^}/m)[0].matchAll(/^ {2}(?:(?:public|abstract|readonly|get) )+(_\w+)[(:]/gm);
    return [...members].map(([, member]) => member);
  }
}

export async function structsFile() {
  const assemblies = new Assemblies();
  assemblies.addArguments();
  const { structs, objects } = assemblies;
  const content = `/* Written by \`npm run docs\` from the assemblies of jsii. */

/** The properties of each struct, with their types; an exclamation mark follows the type of a required one. */
export const STRUCTS: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(structs)};

/** A member that an object of each class or interface has. */
export const OBJECTS: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(Object.entries(objects).sort()))};
`;
  return formatted(join('lib', 'checks', 'structs.ts'), content);
}
