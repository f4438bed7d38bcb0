import {
  BREAK,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isUnionType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { type InvalidField } from './validation.js';

/**
 * What is wrong with a request that GraphQL itself refuses: the field, by its path below the argument as everywhere in
 * this api (`quotes.3.price`), and what is allowed there. undefined when the error concerns no field.
 */
export const invalidField = (error: GraphQLError, schema: GraphQLSchema): InvalidField | undefined => {
  const node = error.nodes?.[0];
  if (node === undefined || error.source === undefined) return undefined;
  const place = find(parse(error.source.body), schema, isAt(node));
  if (place === undefined) return undefined;
  const path = [...place.path, ...tailOf(error)];
  const field = (path.length > 1 ? path.slice(1) : path).join('.');
  return field === '' ? undefined : { field, allowed: allowedAt(path, place.names) };
};

type Segment = string | number;
/** undefined: a name that takes no value. */
type Names = ReadonlyMap<Segment, GraphQLInputType | undefined>;

/** Where an error stands: the argument and the path inside it, and the names that are possible instead of the first. */
interface Place {
  readonly path: readonly Segment[];
  readonly names: Names;
}

/** The place of an error's node; that of a variable is where the request uses it. */
const isAt = (node: ASTNode): ((one: ASTNode) => boolean) =>
  node.kind === Kind.VARIABLE_DEFINITION
    ? (one) => one.kind === Kind.VARIABLE && one.name.value === node.variable.name.value
    : (one) => one.kind === node.kind && one.loc?.start === node.loc?.start && one.loc?.end === node.loc?.end;

const find = (
  document: DocumentNode,
  schema: GraphQLSchema,
  isThere: (node: ASTNode) => boolean,
): Place | undefined => {
  const types = new TypeInfo(schema);
  let place: Place | undefined;
  const definition = (parent: ASTNode | readonly ASTNode[] | undefined): boolean =>
    parent !== undefined && 'kind' in parent && parent.kind === Kind.VARIABLE_DEFINITION;
  visit(
    document,
    visitWithTypeInfo(types, {
      enter: (node, _key, parent, path) => {
        if (!isThere(node) || definition(parent)) return undefined;
        place = { path: segmentsOf(document, path), names: namesAt(node, types) };
        return BREAK;
      },
    }),
  );
  return place;
};

/** The arguments of the field where the error stands; for a field that does not exist, the fields there are. */
const namesAt = (node: ASTNode, types: TypeInfo): Names => {
  const field = types.getFieldDef();
  if (field !== null && field !== undefined) return new Map(field.args.map(({ name, type }) => [name, type]));
  const parent = types.getParentType();
  if (node.kind !== Kind.FIELD || !isCompositeType(parent) || isUnionType(parent)) return new Map();
  return new Map(Object.keys(parent.getFields()).map((name) => [name, undefined]));
};

const segmentsOf = (document: DocumentNode, path: readonly Segment[]): readonly Segment[] => {
  const segments: Segment[] = [];
  let node: unknown = document;
  for (const [i, key] of path.entries()) {
    node = (node as Readonly<Record<Segment, unknown>>)[key];
    if (path[i - 1] === 'values') segments.push(key);
    const { kind, name } = node as { readonly kind?: Kind; readonly name?: { readonly value: string } };
    if (name !== undefined && (kind === Kind.ARGUMENT || kind === Kind.OBJECT_FIELD)) segments.push(name.value);
  }
  return segments;
};

const NAMED =
  /Field "(?:\w+\.)?(\w+)" (?:of required type|is not defined)|argument "(\w+)" of type|^Cannot query field "(\w+)"/;
const INSIDE_VARIABLE = / at "\w+([^"\\]*)"$/;

/** What an error's text adds to the place where it stands: the path inside a variable, and the name it speaks of. */
const tailOf = ({ message, originalError, nodes }: GraphQLError): readonly Segment[] => {
  const text = originalError?.message ?? message;
  const lead = message.slice(0, message.length - text.length).replace(/; $/, '');
  const inside = INSIDE_VARIABLE.exec(lead)?.[1] ?? '';
  const tail = inside.split(/[.[\]]+/).flatMap(toSegment);
  const named = NAMED.exec(text);
  const name = named?.[1] ?? named?.[2] ?? named?.[3];
  if (name !== undefined && nodes?.[0]?.kind !== Kind.OBJECT_FIELD) tail.push(name);
  return tail;
};

const toSegment = (text: string): readonly Segment[] => (text === '' ? [] : [/^\d+$/.test(text) ? Number(text) : text]);

const allowedAt = ([first = '', ...path]: readonly Segment[], names: Names): string => {
  let type = names.get(first);
  let possible = names;
  for (const segment of path) {
    const outer = type === undefined ? undefined : getNullableType(type);
    if (isListType(outer)) type = typeof segment === 'number' ? outer.ofType : undefined;
    if (isInputObjectType(outer)) {
      possible = new Map(Object.values(outer.getFields()).map((field) => [field.name, field.type]));
      type = possible.get(segment);
    }
  }
  if (type !== undefined) return describe(type);
  return possible.size === 0 ? 'see the schema' : `one of: ${[...possible.keys()].join(', ')}`;
};

const SCALARS: Readonly<Record<string, string>> = {
  ID: 'text',
  String: 'text',
  Int: 'a whole number of 32 bits',
  Decimal: 'a decimal number',
  Instant: 'an instant in ISO 8601 with a zone',
};

const describe = (type: GraphQLInputType): string => {
  const inner = getNullableType(type);
  if (isListType(inner)) return `a list, each ${describe(inner.ofType)}`;
  if (isEnumType(inner)) return `one of: ${Object.keys(inner.toConfig().values).join(', ')}`;
  if (isInputObjectType(inner)) return `an object of ${Object.keys(inner.getFields()).join(', ')}`;
  return SCALARS[inner.name] ?? inner.name;
};
