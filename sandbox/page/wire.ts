/** What the page and its server say to each other. */

export interface DrawnFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly bytes: number;
}

export interface DrawnMessage {
  readonly channel: string;
  readonly ts: string;
  readonly author: { readonly name: string; readonly initials: string; readonly kind: 'person' | 'app' | 'slack' };
  /** In the reader's zone. */
  readonly time: string;
  readonly day: string;
  readonly html: string;
  /** What a screen reader reads. */
  readonly text: string;
  readonly isEphemeral: boolean;
  readonly edits: number;
  readonly threadTs?: string;
  readonly replies: number;
  readonly files: readonly DrawnFile[];
}

export interface DrawnView {
  readonly id: string;
  /** Changes whenever the app changes the view or an error is shown in it; typing does not change it. */
  readonly stamp: string;
  readonly title: string;
  readonly depth: number;
  readonly html: string;
}

export interface ShownPerson {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  /** “Admin”, “Guest”, … with the zone. */
  readonly part: string;
}

export interface ShownChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'private' | 'app';
  readonly topic: string;
  readonly isArchived: boolean;
}

export interface ShownCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export interface ShownShortcut {
  readonly name: string;
  readonly callbackId: string;
  readonly description: string;
}

export interface Afterwards {
  readonly press?: string;
  readonly knob: string;
  readonly label: string;
  /** A channel's id. */
  readonly channel: string;
  /** What a message there says then, among other things. */
  readonly outcome: string;
}

export interface TourStep {
  readonly title: string;
  readonly command: string;
  /** What to notice. */
  readonly notice: string;
  /** What is done after it: a button of the answer, a knob, and in which channel the outcome appears. */
  readonly afterwards?: Afterwards;
}

export interface ShownKnob {
  readonly name: string;
  readonly label: string;
  readonly explains: string;
  /** A switch stays; a push happens once. */
  readonly kind: 'switch' | 'push';
  readonly isOn: boolean;
}

/** What one person sees when the page opens. */
export interface Workspace {
  readonly viewer: string;
  readonly appName: string;
  readonly people: readonly ShownPerson[];
  readonly channels: readonly ShownChannel[];
  readonly commands: readonly ShownCommand[];
  readonly shortcuts: readonly ShownShortcut[];
  readonly hasHome: boolean;
  readonly tour: readonly TourStep[];
  /** Milliseconds since 1970: ephemeral messages before it are gone, as after a reload of Slack. */
  readonly openedAt: number;
}

export interface TrafficRow {
  readonly id: number;
  readonly at: number;
  readonly elapsedMs: number;
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly outcome: string;
  readonly isFailure: boolean;
  /** The Block Kit validator's: nothing to validate, nothing wrong, or how many rules are broken. */
  readonly verdict: 'none' | 'right' | number;
}

export interface Status {
  readonly bot: 'starting' | 'running' | 'frozen' | 'stopped';
  readonly transport: 'http' | 'socket';
  readonly knobs: readonly ShownKnob[];
  /** To when the clock was moved, in words; null while it is the machine's. */
  readonly movedTo: string | null;
}

/** Over server-sent events. */
export type Live =
  | { readonly kind: 'message'; readonly message: DrawnMessage }
  | { readonly kind: 'gone'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'modal'; readonly view: DrawnView | null }
  | { readonly kind: 'home'; readonly view: DrawnView | null }
  | { readonly kind: 'traffic'; readonly row: TrafficRow }
  | { readonly kind: 'status'; readonly status: Status };

/** One value, a list of them, or nothing; options by their value. */
export type FieldValue = string | number | readonly string[] | null;
/** Values by `${block_id}\n${action_id}`. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

export interface ElementUse {
  readonly type: string;
  readonly blockId: string;
  readonly actionId: string;
  readonly value: FieldValue;
}

export interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** What a person does. */
export type Act =
  | { readonly kind: 'send'; readonly channel: string; readonly text: string; readonly threadTs?: string }
  | { readonly kind: 'use'; readonly message: Place; readonly element: ElementUse }
  | { readonly kind: 'useInView'; readonly element: ElementUse; readonly values: FieldValues }
  | { readonly kind: 'submit'; readonly values: FieldValues }
  | { readonly kind: 'close' }
  /** A page that is opened anew has no modal open. */
  | { readonly kind: 'arrive' }
  | { readonly kind: 'suggest'; readonly message: Place | null; readonly blockId: string; readonly actionId: string; readonly query: string }
  | { readonly kind: 'openApp'; readonly tab: 'home' | 'messages' }
  | { readonly kind: 'shortcut'; readonly callbackId: string }
  | { readonly kind: 'knob'; readonly name: string }
  | { readonly kind: 'transport'; readonly transport: 'http' | 'socket' };

export interface ActAnswer {
  /** What Slack tells the person, if something went wrong. */
  readonly notices: readonly string[];
  readonly options?: readonly { readonly label: string; readonly value: string }[];
}
