import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { t } from './texts';

const sea: MantineColorsTuple = [
  '#e8f6f8',
  '#d6e9ed',
  '#aed2d9',
  '#83b9c4',
  '#60a5b3',
  '#4998a8',
  '#35899b',
  '#237384',
  '#1c5d6b',
  '#0e4752',
];

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 8, dark: 7 },
  colors: { sea },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  components: {
    Modal: { defaultProps: { centered: false, closeButtonProps: { 'aria-label': t.common.close } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': t.common.close } } },
    // The placeholder that would take the focus is no menu item, which a menu may not hold.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // A number that may not be is refused in words; it does not become another one.
    NumberInput: { defaultProps: { clampBehavior: 'none' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': t.common.close } } },
    Table: { defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } },
    Tooltip: {
      defaultProps: { withArrow: true, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } },
    },
  },
});
