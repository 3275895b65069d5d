import { expect, it } from 'vitest';
import { standingOf } from './standing';

it('leaves what is neither spent nor reserved', () => {
  expect(standingOf({ limit_micros: 200, spent_micros: 50, reserved_micros: 30 })).toEqual({
    left: 120,
    over: 0,
    spentShare: 25,
    reservedShare: 15,
  });
});

it('never fills more than the bar, and says by how much it is over', () => {
  expect(standingOf({ limit_micros: 100, spent_micros: 90, reserved_micros: 30 })).toEqual({
    left: 0,
    over: 20,
    spentShare: 90,
    reservedShare: 10,
  });
  expect(standingOf({ limit_micros: 0, spent_micros: 0, reserved_micros: 0 }).spentShare).toBe(0);
  expect(standingOf({ limit_micros: 0, spent_micros: 1, reserved_micros: 0 })).toMatchObject({
    over: 1,
    spentShare: 100,
  });
});
