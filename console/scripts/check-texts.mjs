// All words stand in one catalogue, src/texts/en: tells of those that nothing shows, and of words of people that stand elsewhere.
// What JSX holds literally is the linter's to find. Reads the sources alone, without types: a text that is chosen by a name that
// only the running console knows (`t.roles[role]`) counts as shown, with all beside it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const home = fileURLToPath(new URL('..', import.meta.url));
const catalogueFolder = join(home, 'src/texts');
const complaints = [];

function parse(file) {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

function place(node) {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${relative(home, source.fileName)}:${line + 1}`;
}

function unwrapped(node) {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)
    ? unwrapped(node.expression)
    : node;
}

// The catalogue: a text is a node without children.

/** The constants of a file of the catalogue by name. */
function constants(file) {
  const found = new Map();
  for (const statement of parse(file).statements.filter(ts.isVariableStatement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      found.set(name.text, initializer);
    }
  }
  return found;
}

function entryOf(value, local) {
  const node = unwrapped(value);
  if (ts.isIdentifier(node) && local.has(node.text)) {
    return entryOf(local.get(node.text), local);
  }
  const entry = { node, shown: false, children: undefined };
  if (ts.isObjectLiteralExpression(node)) {
    entry.children = new Map(
      node.properties.map((property) => [
        property.name.text,
        entryOf(ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer, local),
      ]),
    );
  }
  return entry;
}

function readCatalogue() {
  const index = parse(join(catalogueFolder, 'index.ts'));
  const root = { children: new Map() };
  for (const { importClause, moduleSpecifier } of index.statements.filter(ts.isImportDeclaration)) {
    const all = constants(join(catalogueFolder, `${moduleSpecifier.text}.ts`));
    const bindings = importClause.namedBindings;
    const names = ts.isNamespaceImport(bindings) ? [...all.keys()] : bindings.elements.map(({ name }) => name.text);
    for (const name of names) {
      root.children.set(name, entryOf(all.get(name), all));
    }
  }
  return root;
}

function show(entry) {
  entry.shown = true;
  for (const child of entry.children?.values() ?? []) {
    show(child);
  }
}

function complainOfUnshown(entry, path) {
  if (entry.children === undefined) {
    if (!entry.shown) {
      complaints.push(`${place(entry.node)}: nothing shows ${path}`);
    }
    return;
  }
  for (const [name, child] of entry.children) {
    complainOfUnshown(child, path === '' ? name : `${path}.${name}`);
  }
}

// What is taken from the catalogue. A part of it that gets a name of its own (`const words = t.usage`) is followed within the file.

function markShown(source, catalogue) {
  const names = new Map([['t', [catalogue]]]);
  const take = (node) => {
    if (ts.isIdentifier(node) && names.has(node.text) && isValue(node)) {
      for (const entry of names.get(node.text)) {
        follow(node, entry, names);
      }
    }
    ts.forEachChild(node, take);
  };
  for (let known = 0; known < names.size; ) {
    known = names.size; // once more for names that were found on the way
    take(source);
  }
}

function isValue(node) {
  const { parent } = node;
  return !(
    ts.isImportSpecifier(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isTypeQueryNode(parent) ||
    ts.isQualifiedName(parent) ||
    (parent.name === node && !ts.isShorthandPropertyAssignment(parent)) // what is merely called so
  );
}

function follow(node, entry, names) {
  const { parent } = node;
  if (entry.children === undefined) {
    entry.shown = true;
  } else if (ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)) {
    follow(parent, entry, names);
  } else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    const child = entry.children.get(parent.name.text);
    if (child !== undefined) {
      follow(parent, child, names);
    }
  } else if (ts.isElementAccessExpression(parent) && ts.isStringLiteral(parent.argumentExpression)) {
    follow(parent, entry.children.get(parent.argumentExpression.text) ?? entry, names);
  } else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const entries = names.get(parent.name.text) ?? [];
    if (!entries.includes(entry)) {
      names.set(parent.name.text, [...entries, entry]);
    }
  } else {
    show(entry);
  }
}

// Words elsewhere.

const TOLD_TO_PEOPLE = /^(label|title|message|hint|description|text|placeholder|alt|unit|aria-label)$/;
const SENTENCE = /\p{L}{2,}[,;:.]?\s+\p{L}{2,}/u;
const BESIDE_A_VALUE = /^\s\p{L}{2,}|\p{L}{2,}\s$/u;
const WORD = /^\p{Lu}\p{Ll}+$/u;
const CHOOSES = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);
/** Styles, what protocols call their own, paths, and how keys begin. */
const NO_LANGUAGE = /var\(--|sans-serif|^Bearer $|^\/[\w-]+[#/?]|^qm_…$/;
/** Programs that people copy. */
const NO_TEXTS = ['src/pages/playground/snippets.ts'];

function complainOfWords(source) {
  const look = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || isNoText(node)) {
      return;
    }
    if (isText(node) && isLanguage(node)) {
      complaints.push(`${place(node)}: ${JSON.stringify(node.text)} belongs into src/texts/en`);
    }
    ts.forEachChild(node, look);
  };
  look(source);
}

const isText = (node) =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);

/** Mistakes of programmers, and names of modules. */
function isNoText(node) {
  return (
    (ts.isNewExpression(node) && /^(\w*Error|Intl\..*)$/.test(node.expression.getText())) ||
    (ts.isCallExpression(node) && node.expression.getText() === 'lazyRouteComponent')
  );
}

/** Where a text ends up that is chosen among others, or is a part of one. */
function destination(node) {
  const { parent } = node;
  const passes =
    ts.isTemplateSpan(parent) ||
    ts.isTemplateExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) && CHOOSES.has(parent.operatorToken.kind)) ||
    (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent));
  return passes ? destination(parent) : parent;
}

function isToldToPeople(node) {
  const end = destination(node);
  return (
    ts.isJsxExpression(end) || // a child, for an attribute is passed through to
    ((ts.isPropertyAssignment(end) || ts.isJsxAttribute(end)) && TOLD_TO_PEOPLE.test(end.name.getText()))
  );
}

function isLanguage(node) {
  const { text, parent } = node;
  if (NO_LANGUAGE.test(text)) {
    return false;
  }
  return (
    SENTENCE.test(text) ||
    BESIDE_A_VALUE.test(text) ||
    (WORD.test(text) && !ts.isBinaryExpression(parent)) ||
    (/\p{L}{2,}/u.test(text) && isToldToPeople(node))
  );
}

const sources = readdirSync(join(home, 'src'), { recursive: true })
  .filter((name) => /\.tsx?$/.test(name) && !/^texts\/|\.gen\.ts$|\.test\.ts$/.test(name))
  .map((name) => parse(join(home, 'src', name)));
const catalogue = readCatalogue();
for (const source of sources) {
  markShown(source, catalogue);
  if (!NO_TEXTS.includes(relative(home, source.fileName))) {
    complainOfWords(source);
  }
}
complainOfUnshown(catalogue, '');
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exit(1);
}
