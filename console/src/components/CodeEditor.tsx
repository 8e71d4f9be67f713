/** An editor for policy files: YAML between the dashes, prose below; problems are shown where they are. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yamlFrontmatter } from '@codemirror/lang-yaml';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { PolicyProblem } from '../../../src/schema/problem.ts';

const PROSE = StreamLanguage.define({
  token: (stream) => {
    stream.skipToEnd();
    return null;
  },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--facewall)' },
  { tag: [tags.string, tags.attributeValue], color: 'var(--chirp)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--rubric)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.meta], color: 'var(--soft)' },
]);

const LOOK = EditorView.theme({
  '&': { height: '100%', fontSize: '0.8125rem', backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--ink)', outlineOffset: '3px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--ink) 5%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--mark)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--sheet)', color: 'var(--ink)', border: '1px solid var(--line)' },
});

/** Lines and columns count from 1; what lies outside the text is moved to its nearest edge. */
function diagnosticOf(doc: Text, problem: PolicyProblem): Diagnostic {
  const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
  const from = Math.min(line.from + Math.max(problem.column - 1, 0), line.to);
  const word = /^\S+/.exec(doc.sliceString(from, line.to));
  const message = problem.help ? `${problem.message}. ${problem.help}` : problem.message;
  return { from, to: Math.max(from + (word?.[0].length ?? 0), from), severity: problem.severity, message };
}

/** Changes only what differs, selects it and scrolls to it, so that an edit from outside is seen where it is. */
function bringTo(editor: EditorView, value: string): void {
  const now = editor.state.doc.toString();
  if (now === value) return;
  const least = Math.min(now.length, value.length);
  let from = 0;
  while (from < least && now[from] === value[from]) from++;
  let tail = 0;
  while (tail < least - from && now.at(-1 - tail) === value.at(-1 - tail)) tail++;
  // Whole words are selected, though less may have changed.
  const wordStart = from - (/\w*$/.exec(value.slice(0, from))?.[0].length ?? 0);
  const changedEnd = value.length - tail;
  const wordEnd = changedEnd + (/^\w*/.exec(value.slice(changedEnd))?.[0].length ?? 0);
  editor.dispatch({
    changes: { from, to: now.length - tail, insert: value.slice(from, changedEnd) },
    selection: { anchor: wordStart, head: wordEnd },
    effects: EditorView.scrollIntoView(from, { y: 'center' }),
  });
}

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly problems: readonly PolicyProblem[];
};

export default function CodeEditor({ label, value, onChange, problems }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const first = useRef(value);

  useEffect(() => {
    // In a shadow root its styles are adopted sheets: in the page they would be style elements, which it forbids.
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          lintGutter(),
          yamlFrontmatter({ content: PROSE }),
          syntaxHighlighting(COLOURS),
          EditorView.lineWrapping,
          // Tab stays free to leave the editor.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
          LOOK,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label]);

  useEffect(() => {
    const editor = view.current;
    if (editor) bringTo(editor, value);
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        problems.map((problem) => diagnosticOf(doc, problem)),
      ),
    );
  }, [problems]);

  return <div ref={host} className="h-full" />;
}
