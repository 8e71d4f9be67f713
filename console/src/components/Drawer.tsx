/** A dialog at the side of the page; closes with Escape and gives the focus back to where it was. */
import { Dialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Icon } from './Icon.tsx';

type Props = {
  readonly title: string;
  readonly lead: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

export function Drawer({ title, lead, onClose, children }: Props) {
  const [opener] = useState(() => document.activeElement);
  const giveFocusBack = (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        {/* Not Radix’s overlay, which writes a style element: the page forbids those. */}
        <div className="drawer-overlay fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          onCloseAutoFocus={giveFocusBack}
          className="drawer fixed inset-y-0 right-0 z-30 w-full max-w-2xl overflow-y-auto overscroll-contain border-l border-ink bg-paper px-5 pb-16 outline-none sm:px-8"
        >
          <div className="sticky top-0 z-10 -mx-5 flex items-start justify-between gap-4 border-b border-line bg-paper px-5 pt-5 pb-3 sm:-mx-8 sm:px-8">
            <div>
              <Dialog.Title className="font-serif text-2xl leading-tight">{title}</Dialog.Title>
              <Dialog.Description className="text-sm text-soft">{lead}</Dialog.Description>
            </div>
            <Dialog.Close
              aria-label="Close"
              className="grid size-10 shrink-0 place-items-center rounded-full hover:bg-sheet"
            >
              <Icon name="close" className="size-5" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
