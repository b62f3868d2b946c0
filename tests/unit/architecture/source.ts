/** A source file and what it imports, with line numbers. */
import ts from 'typescript';

/** A file of the repository; the path is relative to the root and has forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly line: number;
  /** As written: `../dom/element.ts`, `#src/site.ts`, `zod`. */
  readonly specifier: string;
  /** `import type`: vanishes when the file is built. */
  readonly typeOnly: boolean;
}

/** A rule that a file breaks. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

export const lineOf = (text: string, offset: number): number =>
  text.slice(0, offset).split('\n').length;

/** Leaves the script parts of an .astro file and blanks the rest, so that offsets stay the same. */
function scriptOf({ path, text }: Source): string {
  if (!path.endsWith('.astro')) return text;
  const kept = [/^---\n[\s\S]*?\n---/, /<script(?:\s[^>]*)?>[\s\S]*?<\/script>/g].flatMap(
    (part) => [...text.matchAll(new RegExp(part, 'g'))],
  );
  let script = text.replace(/[^\n]/g, ' ');
  for (const match of kept) {
    const code = match[0].replace(/^---|---$|<\/?script[^>]*>/g, (fence) =>
      ' '.repeat(fence.length),
    );
    script = script.slice(0, match.index) + code + script.slice(match.index + code.length);
  }
  return script;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name || !bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** Every static, re-exporting and dynamic import of a TypeScript, JavaScript or Astro file. */
export function importsOf(source: Source): Import[] {
  const file = ts.createSourceFile(source.path, scriptOf(source), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({
      line: lineOf(source.text, specifier.pos + 1),
      specifier: specifier.text,
      typeOnly,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, isTypeOnly(node));
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
