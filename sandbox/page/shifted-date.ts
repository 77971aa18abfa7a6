/**
 * Loaded before a program (`node --import …/shifted-date.ts?ms=3600000`): its Date is so many milliseconds ahead.
 * Timers and `performance` keep the machine's pace, and Redis its own clock.
 */
const aheadMs = Number(new URL(import.meta.url).searchParams.get('ms'));

const MachineDate = Date;
const now = (): number => MachineDate.now() + aheadMs;

// A proxy keeps `instanceof`, subclasses, `Date.UTC` and everything else as they are.
const ShiftedDate = new Proxy(MachineDate, {
  construct: (target, values: unknown[], asked: typeof MachineDate): Date =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, asked === ShiftedDate ? target : asked) as Date,
  apply: (): string => new MachineDate(now()).toString(),
  get: (target, name, receiver): unknown => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});

MachineDate.prototype.constructor = ShiftedDate;
globalThis.Date = ShiftedDate;
