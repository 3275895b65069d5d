import { Drawer, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';

/** Gives the focus back to what had it when a dialog was opened, also when the dialog is taken away while open. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement) {
        setTimeout(() => {
          if (before.isConnected && document.querySelector('[role="dialog"]') === null) {
            before.focus({ preventScroll: true });
          }
        });
      }
    },
    [before],
  );
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
