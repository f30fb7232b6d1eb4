// Shows /openapi.json for people. All of it is put in as text, never as markup.
const make = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

const link = reference => {
  const name = reference.split('/').pop();
  const anchor = make('a', '', name);
  anchor.href = '#schema-' + name;
  return anchor;
};

// What a schema allows, in a few words; a named schema as a link to it.
const type = schema => {
  if (!schema) return 'any';
  if (schema.$ref) return link(schema.$ref);
  if (schema.allOf) return make('span', '', ...schema.allOf.map(type));
  if (schema.anyOf) return make('span', '', ...schema.anyOf.flatMap((each, i) => i === 0 ? [type(each)] : [' or ', type(each)]));
  if (schema.const !== undefined) return make('code', '', JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(', ');
  if (schema.type === 'array') return make('span', '', 'list of ', type(schema.items));
  return [].concat(schema.type ?? 'any').join(' or ') + (schema.format ? ' (' + schema.format + ')' : '');
};

const bounds = schema => {
  const words = [];
  if (schema.minimum !== undefined) words.push('from ' + schema.minimum);
  if (schema.maximum !== undefined) words.push('to ' + schema.maximum);
  if (schema.minLength !== undefined) words.push('at least ' + schema.minLength + ' characters');
  if (schema.maxLength !== undefined) words.push('at most ' + schema.maxLength + ' characters');
  if (schema.default !== undefined) words.push('default ' + schema.default);
  return words.join(', ');
};

const table = (heads, rows) => make('table', '',
  make('thead', '', make('tr', '', ...heads.map(head => make('th', '', head)))),
  make('tbody', '', ...rows.map(row => make('tr', '', ...row.map(cell => make('td', '', cell))))));

const described = (schema, more) => {
  const words = [schema.description, more, bounds(schema)].filter(Boolean).join('; ');
  const inner = schema.properties ? schema : schema.items?.properties ? schema.items : null;
  return inner ? make('div', '', words, properties(inner)) : words;
};

const properties = schema => table(['field', 'type', 'notes'], Object.entries(schema.properties ?? {}).map(([name, inner]) => [
  make('code', schema.required?.includes(name) ? 'required' : '', name), type(inner), described(inner),
]));

const schemaView = schema => {
  if (schema?.properties) return properties(schema);
  return schema?.allOf?.some(part => part.properties) ? make('div', '', ...schema.allOf.map(schemaView)) : type(schema);
};

const body = (title, content) => {
  const entries = Object.entries(content ?? {});
  return entries.length === 0 ? [] : [
    make('h3', '', title), ...entries.map(([mime, media]) => make('div', '', make('code', '', mime), ' ', schemaView(media.schema))),
  ];
};

const parameters = all => all.length === 0 ? [] : [make('h3', '', 'Parameters'), table(['name', 'in', 'type', 'notes'], all.map(each => [
  make('code', each.required ? 'required' : '', each.name), each.in, type(each.schema), described(each.schema, each.description),
]))];

const found = (given, named) => given.$ref ? named[given.$ref.split('/').pop()] : given;

const answers = (api, responses) => [make('h3', '', 'Answers'), table(['status', 'what', 'body'],
  Object.entries(responses).map(([status, given]) => {
    const response = found(given, api.components.responses);
    const bodies = Object.entries(response.content ?? {}).map(([mime, media]) =>
      make('div', '', make('code', '', mime), ' ', schemaView(media.schema)));
    return [status, response.description, make('div', '', ...bodies)];
  }))];

const entry = (id, title, ...inside) => {
  const details = make('details', '', make('summary', '', ...title), make('div', 'inside', ...inside));
  details.id = id;
  return details;
};

const openTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) {
    target.open = true;
    target.scrollIntoView();
  }
};

const show = api => {
  document.getElementById('about').textContent = api.info.description;
  for (const [path, operations] of Object.entries(api.paths)) {
    const { parameters: shared = [], ...methods } = operations;
    for (const [method, operation] of Object.entries(methods)) {
      document.getElementById('operations').append(entry(
        operation.operationId,
        [make('span', 'method', method.toUpperCase()), make('code', 'path', path), operation.summary],
        operation.description ?? '',
        ...parameters([...shared, ...(operation.parameters ?? [])].map(each => found(each, api.components.parameters))),
        ...body('Body', operation.requestBody?.content),
        ...answers(api, operation.responses)));
    }
  }
  for (const [name, schema] of Object.entries(api.components.schemas)) {
    document.getElementById('schemas').append(
      entry('schema-' + name, [make('code', '', name)], schema.description ?? '', schemaView(schema)));
  }
  openTarget();
  addEventListener('hashchange', openTarget);
};

fetch('openapi.json').then(answer => answer.json()).then(show).catch(wrong => {
  document.getElementById('about').textContent = 'The description could not be read: ' + wrong.message;
});
