/** Who sits where: the people one can be, the channels each of them sees. */
import { canRead } from '../slack/messages.ts';
import type { SlackStandIn } from '../slack/server.ts';
import type { Channel, Person } from '../slack/workspace.ts';
import type { ShownChannel, ShownPerson } from './wire.ts';

export const initialsOf = (name: string): string =>
  name.split(' ').map((part) => part.slice(0, 1)).join('').slice(0, 2).toUpperCase();

const kindOf = (person: Person): string => {
  if (person.isStranger) return 'Another organisation';
  if (person.isSingleChannelGuest) return 'Single-channel guest';
  if (person.isGuest) return 'Guest';
  if (person.isOwner) return 'Owner';
  return person.isAdmin ? 'Admin' : 'Member';
};

const placeOf = ({ timezone }: Person): string => (timezone === undefined ? 'no time zone' : timezone.replace(/^.*\//, '').replaceAll('_', ' '));

/** Everybody who can sit at a keyboard. */
export const seatsIn = (slack: SlackStandIn): readonly ShownPerson[] => slack.people
  .filter(({ isBot, isDeactivated }) => isBot !== true && isDeactivated !== true)
  .map((person) => ({ id: person.id, name: person.realName, initials: initialsOf(person.realName), part: `${kindOf(person)} · ${placeOf(person)}` }));

const shown = (slack: SlackStandIn, channel: Channel): ShownChannel => {
  const names = channel.members.map((id) => slack.people.find((one) => one.id === id)).filter((one) => one !== undefined);
  const guests = names.filter(({ isGuest, isStranger }) => isGuest === true || isStranger === true).length;
  const people = `${names.length} ${names.length === 1 ? 'person' : 'people'}${guests > 0 ? `, ${guests} from outside` : ''}`;
  return {
    id: channel.id, name: channel.name, kind: channel.isPrivate ? 'private' : 'channel',
    topic: channel.isShared ? `${people} · shared with another organisation` : people,
    isArchived: channel.isArchived === true,
  };
};

/** In the order of the sidebar; the direct message with the app comes last, and outsiders have none. */
export function channelsFor(slack: SlackStandIn, viewer: string, appName: string): readonly ShownChannel[] {
  const person = slack.people.find(({ id }) => id === viewer);
  if (person === undefined) return [];
  const isOutsider = person.isGuest === true || person.isStranger === true;
  const visible = slack.channels().filter((channel) => !channel.id.startsWith('D') && canRead(channel, { id: viewer, isOutsider }));
  const app: ShownChannel = { id: slack.dmChannel(viewer), name: appName, kind: 'app', topic: 'Messages that only you see', isArchived: false };
  return [...visible.map((channel) => shown(slack, channel)), ...(person.isStranger === true ? [] : [app])];
}
