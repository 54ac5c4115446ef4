// Reads [{ "id": …, "object": … }] and writes [{ "id": …, "findings": ["spec.replicas: …"] }].
//
// Two questions per object. kubernetes-models' validators know required fields, types and formats but let an unknown
// field pass, and a misspelt field is one that the cluster drops without a word. So the object is also written as a
// literal of the model's TypeScript type, where the compiler refuses a property that the type does not have.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const items = JSON.parse(readFileSync(0, 'utf8'));
const findings = new Map(items.map(({ id }) => [id, []]));

const known = [];
for (const { id, object } of items) {
  const model = `kubernetes-models/${object.apiVersion}/${object.kind}`;
  let Model;
  try {
    Model = (await import(model))[object.kind];
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      throw error;
    }
  }

  if (Model === undefined) {
    findings.get(id).push(`kubernetes-models knows no ${object.kind} in ${object.apiVersion}.`);
    continue;
  }

  try {
    new Model(object).validate();
  } catch (error) {
    findings.get(id).push(...validatorFindings(error));
  }

  known.push({ id, object, model });
}

for (const { id, text } of typeFindings(known)) {
  findings.get(id).push(text);
}

process.stdout.write(JSON.stringify([...findings].map(([id, found]) => ({ id, findings: [...new Set(found)] }))));

function validatorFindings(error) {
  return (error.message ?? String(error)).split('\n').map((line) => line.trim()).filter((line) => line.length > 0);
}

function typeFindings(objects) {
  const files = new Map(objects.map(({ id, object, model }, index) => [
    join(here, `object-${index}.ts`),
    {
      id,
      text: `import type { I${object.kind} } from ${JSON.stringify(model)};\n`
        + `export const object: I${object.kind} = ${JSON.stringify(object, null, 1)};\n`,
    },
  ]));
  const options = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: [],
    noEmit: true,
    skipLibCheck: true,
    strict: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name)?.text ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => files.has(name)
    ? ts.createSourceFile(name, files.get(name).text, version, true)
    : getSourceFile(name, version, ...rest);

  const program = ts.createProgram([...files.keys()], options, host);
  const found = [];
  for (const [name, { id }] of files) {
    const source = program.getSourceFile(name);
    for (const diagnostic of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').split('\n')[0];
      found.push({ id, text: `${pathAt(source, diagnostic.start ?? 0)}: ${message}` });
    }
  }

  return found;
}

// The JSON path of a position in the literal.
function pathAt(source, position) {
  const steps = [];
  let node = source;
  for (;;) {
    const child = ts.forEachChild(node, (c) => c.getStart(source) <= position && position < c.getEnd() ? c : undefined);
    if (child === undefined) {
      return steps.join('').replace(/^\./, '') || '(object)';
    }

    if (ts.isPropertyAssignment(child)) {
      steps.push(`.${child.name.text}`);
    } else if (ts.isArrayLiteralExpression(node)) {
      steps.push(`[${node.elements.indexOf(child)}]`);
    }

    node = child;
  }
}
