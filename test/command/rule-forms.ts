/** Every kind of rule's form that can be filled in, and nothing in it is a fault but, perhaps, its length. */
import fc from 'fast-check';
import { FIRST_SEEN } from '../../src/audit/alert-events.ts';
import { DIMENSIONS } from '../../src/audit/dimensions.ts';
import { conditionClauses } from '../../src/command/print.ts';
import { lineTyped, SCHEDULES, type AlertForm, type DigestForm } from '../../src/command/rule-form.ts';
import { anyFilter, anyValue, anyZone } from './searches.ts';

const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours = fc.oneof(fc.constant(''), fc.tuple(clock, clock).map(([from, to]) => `${from}-${to}`));

/** As the form shows them: no values that stand twice, and no risk where the form has chosen one. */
const filters = (keepsRisk: boolean): fc.Arbitrary<string> => fc.tuple(anyFilter, fc.option(anyZone, { nil: undefined })).map(([{ risks, ...filter }, zone]) =>
  conditionClauses({ filter: { ...filter, ...(keepsRisk && risks && !(risks.length === 1 && risks[0] === 'high') && { risks }) }, ...(zone !== undefined && { zone }) }).join(' '));

const channel = fc.option(fc.constantFrom('C0CSPOPS1', 'G0PRIVATE1'), { nil: undefined }).map((id) => (id === undefined ? {} : { channel: id }));
const name = fc.oneof(fc.constant(''), anyValue.map(lineTyped).filter((text) => text !== '' && text.length <= 40));

const anyDigestForm: fc.Arbitrary<DigestForm> = fc.tuple(
  fc.record({ often: fc.constantFrom(...SCHEDULES.map(([, schedule]) => schedule), 'every 3d', 'every 2h'), at: fc.oneof(fc.constant(''), clock), skipEmpty: fc.boolean(), filters: filters(true), name }),
  channel,
).map(([form, where]) => ({ kind: 'digest', ...form, ...where }));

const threshold = fc.oneof(fc.constant(''), fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.option(fc.constantFrom(...DIMENSIONS)), fc.constantFrom('10m', '2h', '3d'))
  .map(([count, by, span]) => `${count}${by === null ? '' : ` by ${by}`} in ${span}`));

const conditions = fc.record({ moreThan: threshold, firstSeen: fc.subarray([...FIRST_SEEN]), outside: hours });
const NO_CONDITIONS = { moreThan: '', firstSeen: [], outside: '' };

const about = fc.oneof(
  fc.tuple(filters(true), conditions).map(([some, all]) => ({ about: 'filters' as const, filters: some, ...all })).filter(({ filters: some, moreThan, firstSeen, outside }) => some.replace(/^tz \S+$/, '') + moreThan + outside !== '' || firstSeen.length > 0),
  fc.tuple(filters(false), conditions).map(([some, all]) => ({ about: 'high' as const, filters: some, ...all })),
  filters(true).map((some) => ({ about: 'pack' as const, filters: some, ...NO_CONDITIONS })),
);

const quiet = fc.tuple(hours, fc.boolean()).map(([text, all]) => ({ quiet: text, quietAll: all && text !== '' }));
const mention = fc.constantFrom({}, { mention: '<@U0ADMIN01>' }, { mention: '<!subteam^S0TEAM>' });

const anyAlertForm: fc.Arbitrary<AlertForm> = fc.tuple(about, quiet, mention, channel, name)
  .map(([condition, silence, whom, where, called]) => ({ kind: 'alert', ...condition, ...silence, ...whom, ...where, name: called }));

export const anyRuleForm = fc.oneof(anyDigestForm, anyAlertForm);
