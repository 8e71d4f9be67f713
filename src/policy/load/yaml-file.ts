/** YAML with places: every value that is read knows its line and column, and nothing in a file throws. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { suggest } from '../closest.ts';
import type { Problem } from '../policy-set.ts';
import { type Place, type ProblemCode, problem } from '../problems.ts';

export type { Node as YamlNode } from 'yaml';

/** A file, or the part of it from `from` on that is YAML; `from` is a whole number of lines. */
export class YamlFile {
  readonly file: string;
  readonly problems: Problem[];
  readonly text: string;
  readonly root: Node | null;
  readonly #lines = new LineCounter();
  readonly #linesBefore: number;

  constructor(file: string, text: string, problems: Problem[], linesBefore = 0) {
    this.file = file;
    this.text = text;
    this.problems = problems;
    this.#linesBefore = linesBefore;
    this.root = this.#parse();
  }

  #parse(): Node | null {
    try {
      const doc = parseDocument(this.text, {
        lineCounter: this.#lines,
        prettyErrors: false,
        // Comparing each with each takes the square of their number; `MapReader` looks them up.
        uniqueKeys: false,
        merge: false,
      });
      for (const error of doc.errors.slice(0, 10))
        this.reportAt('YAML_SYNTAX', error.pos[0], lowerFirst(error.message));
      return doc.errors.length > 0 ? null : (doc.contents as Node | null);
    } catch {
      this.reportAt('YAML_SYNTAX', 0, 'the file is nested too deeply');
      return null;
    }
  }

  placeAt(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1) + this.#linesBefore, column: Math.max(col, 1) };
  }

  place(node: Node | null): Place {
    return this.placeAt(node?.range?.[0] ?? 0);
  }

  reportAt(code: ProblemCode, offset: number, message: string, help: string | null = null): void {
    this.problems.push(problem(code, this.placeAt(offset), message, help));
  }

  report(code: ProblemCode, node: Node | null, message: string, help: string | null = null): null {
    this.problems.push(problem(code, this.place(node), message, help));
    return null;
  }

  map(node: Node | null, what: string): MapReader | null {
    if (isMap(node)) return new MapReader(this, node as YAMLMap<Node, Node | null>);
    return this.#wrongType(node, `${what} is a map of keys and values`);
  }

  list(node: Node | null, what: string): Node[] | null {
    if (isSeq(node)) return node.items as Node[];
    return this.#wrongType(node, `${what} is a list`);
  }

  string(node: Node | null, what: string): string | null {
    if (isScalar(node) && typeof node.value === 'string') return node.value.toWellFormed();
    return this.#wrongType(node, `${what} is text`, 'put it in quotation marks');
  }

  number(node: Node | null, what: string, min: number, max: number): number | null {
    const value = isScalar(node) ? node.value : null;
    if (typeof value !== 'number') return this.#wrongType(node, `${what} is a number`);
    if (value >= min && value <= max) return value;
    return this.report('FIELD_VALUE', node, `${what} is between ${min} and ${max}`);
  }

  int(node: Node | null, what: string, min: number, max: number): number | null {
    const value = this.number(node, what, min, max);
    if (value === null || Number.isInteger(value)) return value;
    return this.report('FIELD_VALUE', node, `${what} is a whole number`);
  }

  bool(node: Node | null, what: string): boolean | null {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    return this.#wrongType(node, `${what} is \`true\` or \`false\``);
  }

  choice<T extends string>(node: Node | null, what: string, choices: readonly T[]): T | null {
    const value = this.string(node, what);
    if (value === null) return null;
    const found = choices.find((choice) => choice === value);
    return found ?? this.report('FIELD_VALUE', node, `${what} cannot be \`${short(value)}\``, suggest(value, choices));
  }

  strings(node: Node | null, what: string): string[] | null {
    const items = this.list(node, what);
    if (!items) return null;
    const values = items.map((item) => this.string(item, `each of ${what}`));
    return values.every((value) => value !== null) ? (values as string[]) : null;
  }

  #wrongType(node: Node | null, message: string, help: string | null = null): null {
    if (isAlias(node)) return this.report('YAML_ALIAS', node, 'an alias stands for a value');
    return this.report('FIELD_TYPE', node, message, help);
  }
}

/** One map: keys are asked for one by one, and what nobody asked for is a problem. */
export class MapReader {
  readonly file: YamlFile;
  readonly node: Node;
  readonly #pairs = new Map<string, Pair<Node, Node | null>>();
  readonly #asked = new Set<string>();

  constructor(file: YamlFile, map: YAMLMap<Node, Node | null>) {
    this.file = file;
    this.node = map;
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : null;
      if (key === null) file.report('FIELD_TYPE', pair.key as Node, 'a key is text');
      else if (this.#pairs.has(key)) file.report('FIELD_DUPLICATE', pair.key, `\`${short(key)}\` stands here twice`);
      else this.#pairs.set(key, pair);
    }
  }

  /** The value, or null if the key is absent or empty. */
  get(key: string): Node | null {
    this.#asked.add(key);
    const value = this.#pairs.get(key)?.value ?? null;
    return isScalar(value) && value.value === null ? null : value;
  }

  require(key: string): Node | null {
    return this.get(key) ?? this.file.report('FIELD_MISSING', this.node, `\`${key}\` is missing`);
  }

  /** The value, read; or `fallback` if the key is absent or what stands there was reported. */
  optional<T>(key: string, read: (node: Node) => T | null, fallback: T): T {
    const node = this.get(key);
    return node === null ? fallback : (read(node) ?? fallback);
  }

  /** The value, read; null if the key is absent or wrong, which was then reported. */
  required<T>(key: string, read: (node: Node) => T | null): T | null {
    const node = this.require(key);
    return node === null ? null : read(node);
  }

  /** Every key of the map, for maps whose keys are the author's own. */
  entries(): { key: string; at: Node; value: Node | null }[] {
    return [...this.#pairs].map(([key, pair]) => {
      this.#asked.add(key);
      return { key, at: pair.key, value: pair.value };
    });
  }

  /** Call when all keys were asked for. */
  finish(): void {
    for (const [key, pair] of this.#pairs) {
      if (this.#asked.has(key)) continue;
      const help = suggest(key, [...this.#asked]);
      this.file.report('FIELD_UNKNOWN', pair.key, `\`${short(key)}\` is not a key here`, help);
    }
  }
}

/** Where in the file the character at `offset` of a scalar's value stands: found by following the value through its source. */
export function offsetInScalar(file: YamlFile, node: Node, offset: number): number {
  const scalar = node as Scalar<string>;
  const start = scalar.range?.[0] ?? 0;
  const end = scalar.range?.[1] ?? start;
  const block = scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED';
  let at = block ? file.text.indexOf('\n', start) + 1 : start;
  if (scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE') at++;
  const value = scalar.value;
  for (let i = 0; i <= offset && i < value.length; i++) {
    const unit = value[i] as string;
    if (/\s/.test(unit)) continue;
    const found = file.text.indexOf(unit, at);
    if (found < 0 || found >= end) break;
    if (i === offset) return found;
    at = found + 1;
  }
  return Math.min(at, end);
}

export const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const lowerFirst = (text: string): string => (text[0] ?? '').toLowerCase() + text.slice(1);
