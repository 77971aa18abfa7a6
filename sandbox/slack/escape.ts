/** What Slack makes of typed text when a command has "escape channels, users and links" on. */
import type { Channel, Person } from './workspace.ts';

const escapeCharacters = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `@dana` → `<@U…|dana>`, `#csp-ops` → `<#C…|csp-ops>` (private: without the name), addresses → links; `& < >` escaped.
 * That a bare mail address becomes a `mailto:` link is likely but not documented. Page: docs.slack.dev/interactivity/implementing-slash-commands */
export const escapeCommandText = (text: string, known: { readonly people: readonly Person[]; readonly channels: readonly Channel[] }): string =>
  escapeCharacters(text).replace(
    /https?:\/\/\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=^|\s)[@#][\w.-]+/g,
    (word) => {
      if (word.startsWith('http')) return `<${word}|${word}>`;
      const name = word.slice(1);
      if (word.startsWith('@')) {
        const person = known.people.find((one) => one.name === name);
        return person === undefined ? word : `<@${person.id}|${name}>`;
      }
      if (!word.startsWith('#')) return `<mailto:${word}|${word}>`;
      const channel = known.channels.find((one) => one.name === name);
      return channel === undefined ? word : `<#${channel.id}|${channel.isPrivate ? '' : name}>`;
    },
  );
