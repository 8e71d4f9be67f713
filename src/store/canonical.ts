/**
 * Canonical JSON (RFC 8785). `JSON.stringify` writes it already where keys stand in order, so plain data is put in order
 * and written by it; everything that is not plainly plain is left to the library. `canonical.prop.test.ts` holds the
 * two against each other.
 */
import canonicalize from 'canonicalize';

const DEPTH_MAX = 32;

/** Undefined: not JSON data. Throws for text that is not well-formed, as the library does. */
export function canonicalText(value: unknown): string | undefined {
  const ordered = inOrder(value, 0);
  if (ordered === undefined) return canonicalize(value);
  const text = JSON.stringify(ordered);
  // Lone surrogates are written as escapes; so may be harmless text that looks like one.
  return text.includes('\\ud') ? canonicalize(value) : text;
}

/** The same value with all keys in order: the value itself where they are. Undefined: the library must look at it. */
function inOrder(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'object':
      if (value === null) return null;
      if (depth === DEPTH_MAX) return undefined;
      return Array.isArray(value) ? itemsInOrder(value, depth + 1) : keysInOrder(value, depth + 1);
    default:
      return undefined;
  }
}

function itemsInOrder(items: readonly unknown[], depth: number): unknown {
  let copy: unknown[] | null = null;
  for (let i = 0; i < items.length; i++) {
    const item = inOrder(items[i], depth);
    if (item === undefined) return undefined;
    if (item !== items[i]) copy ??= items.slice();
    if (copy !== null) copy[i] = item;
  }
  return copy ?? items;
}

function keysInOrder(value: object, depth: number): unknown {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const of = value as Record<string, unknown>;
  const keys = Object.keys(of);
  let isSame = true;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    // Numbers among the keys come first in any object, whatever their order as text; this one sets no key.
    if (isDigit(key) || key === '__proto__') return undefined;
    if (i > 0 && key < (keys[i - 1] as string)) isSame = false;
  }
  if (!isSame) keys.sort();
  let copy: Record<string, unknown> | null = isSame ? null : {};
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const item = inOrder(of[key], depth);
    if (item === undefined) return undefined;
    if (item !== of[key]) copy ??= Object.fromEntries(keys.slice(0, i).map((before) => [before, of[before]]));
    if (copy !== null) copy[key] = item;
  }
  return copy ?? value;
}

function isDigit(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
