import { Drawer, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';

/** What had the focus when dialogs were opened, of all since there was none. A dialog may take the place of another, or lie over it. */
let before: HTMLElement[] = [];

/** Gives the focus back to what had it when a dialog was opened, also when the dialog is taken away while open. */
export function useReturnFocus(): void {
  const [active] = useState(() => document.activeElement);
  useEffect(() => {
    if (active instanceof HTMLElement && active !== document.body) {
      before.push(active);
    }
    return () => void setTimeout(giveBack);
  }, [active]);
}

/** To the last that is still there and can be reached; without any, to the page, so that a reader does not begin at its top. */
function giveBack() {
  const open = document.querySelector('[role="dialog"]') !== null;
  const last = before.findLast((one) => one.isConnected && (!open || one.closest('[role="dialog"]') !== null));
  const lost = !open && document.activeElement === document.body;
  const target = last ?? (lost ? document.getElementById('content') : null);
  target?.focus({ preventScroll: true });
  if (!open) {
    before = [];
  }
}

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  /** Slides in from the side, for longer forms. */
  readonly side?: boolean;
  /** Neither Escape nor the corner closes it: what it shows, or is about to, cannot be read again. */
  readonly held?: boolean;
}

/** A dialog that is there while it is rendered. A click beside it does not lose what was typed. */
export function Dialog({ title, close, children, side = false, held = false }: DialogProps) {
  useReturnFocus();
  return side ? (
    <Drawer
      opened
      onClose={close}
      title={title}
      position="right"
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!held}
      withCloseButton={!held}
    >
      {children}
    </Drawer>
  ) : (
    <Modal
      opened
      onClose={close}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!held}
      withCloseButton={!held}
    >
      {children}
    </Modal>
  );
}
