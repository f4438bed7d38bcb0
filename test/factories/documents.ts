import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  OperationTypeNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** The api's schema as it is committed. */
export const committedSchema = (): GraphQLSchema => buildSchema(readFileSync('apps/api/schema.gql', 'utf8'));

export interface RootField {
  /** Query.decision, for example. */
  readonly name: string;
  readonly argumentNames: readonly string[];
  /** A document that gives every argument by a variable of its name and asks for all there is, to the last leaf. */
  readonly document: string;
}

/** Everything that a key can ask for. */
export const rootFields = (schema: GraphQLSchema): readonly RootField[] =>
  Object.values(OperationTypeNode).flatMap((operation) => {
    const root = schema.getRootType(operation);
    return Object.values(root?.getFields() ?? {}).map((field) => ({
      name: `${root!.name}.${field.name}`,
      argumentNames: field.args.map(({ name }) => name),
      document: documentOf(operation, field, schema),
    }));
  });

const documentOf = (
  operation: OperationTypeNode,
  field: GraphQLField<unknown, unknown>,
  schema: GraphQLSchema,
): string => {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const parentheses = (text: string): string => (text === '' ? '' : `(${text})`);
  return `${operation}${parentheses(declared)} { ${field.name}${parentheses(given)} ${allOf(getNamedType(field.type), schema)} }`;
};

/** A selection of everything below a type; the schema has no cycles. What is expected to fail is asked for once. */
const allOf = (type: GraphQLNamedType, schema: GraphQLSchema): string => {
  if (!isCompositeType(type)) return '';
  if (isUnionType(type)) {
    const members = type.getTypes();
    const shared = new Set(members.flatMap((member) => member.getInterfaces()));
    const parts = [...shared, ...members.filter((member) => member.getInterfaces().length === 0)];
    return `{ __typename ${parts.map((part) => `... on ${part.name} ${allOf(part, schema)}`).join(' ')} }`;
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const fields = Object.values(type.getFields());
  return `{ ${fields.map((field) => `${field.name} ${allOf(getNamedType(field.type), schema)}`).join(' ')} }`;
};
