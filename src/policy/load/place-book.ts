/** Remembers where the things of a policy set stand in its files. */
import type { Place } from '../problems.ts';
import type { Places } from './read-policy.ts';
import { offsetInScalar, type YamlFile, type YamlNode } from './yaml-file.ts';

const NOWHERE: Place = { file: '', line: 1, column: 1 };

export class PlaceBook implements Places {
  readonly #places = new Map<string, Place>();
  readonly #texts = new Map<string, (offset: number) => Place>();

  readonly set = (key: string, file: YamlFile, node: YamlNode | null): void => {
    this.#places.set(key, file.place(node));
  };

  readonly setText = (key: string, file: YamlFile, node: YamlNode): void => {
    this.#texts.set(key, (offset) => file.placeAt(offsetInScalar(file, node, offset)));
  };

  /** For lists: entry i stands on line `lines[i]`. */
  setLines(key: string, file: string, lines: readonly number[]): void {
    this.#places.set(key, { file, line: 1, column: 1 });
    this.#texts.set(key, (entry) => ({ file, line: lines[entry] ?? 1, column: 1 }));
  }

  of(key: string): Place {
    return this.#places.get(key) ?? this.#texts.get(key)?.(0) ?? NOWHERE;
  }

  /** The place of the character at `offset` of a condition or entry; of entry `offset` of a list. */
  inText(key: string, offset: number): Place {
    return this.#texts.get(key)?.(offset) ?? this.of(key);
  }
}
