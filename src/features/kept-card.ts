/** An alert's card as it is kept: where it stands, and who answers it. */
import type { AlertCard, Taken } from '../audit/alert-cards.ts';
import type { RulePlace } from './rule.ts';

export interface KeptCard {
  readonly card: AlertCard;
  readonly place: RulePlace;
  readonly ruleId: string;
  readonly taken?: Taken;
}
