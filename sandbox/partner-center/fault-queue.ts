/** Faults on demand for the stand-ins: queued ones first, then whatever a standing rule says. */

export interface FaultControls<Fault, Seen> {
  /** The next `times` requests (1 by default) meet this fault. */
  readonly next: (fault: Fault, times?: number) => void;
  /** Asked for every request that no queued fault has taken; the first rule that names a fault wins. */
  readonly whenever: (rule: (seen: Seen) => Fault | undefined) => void;
  readonly clear: () => void;
}

export interface FaultQueue<Fault, Seen> extends FaultControls<Fault, Seen> {
  readonly take: (seen: Seen) => Fault | undefined;
}

export function createFaultQueue<Fault, Seen>(): FaultQueue<Fault, Seen> {
  let queued: Fault[] = [];
  let rules: ((seen: Seen) => Fault | undefined)[] = [];

  return {
    next: (fault, times = 1) => {
      queued.push(...Array.from({ length: times }, () => fault));
    },
    whenever: (rule) => {
      rules.push(rule);
    },
    clear: () => {
      queued = [];
      rules = [];
    },
    take: (seen) => {
      const first = queued.shift();
      if (first !== undefined) return first;
      for (const rule of rules) {
        const fault = rule(seen);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  };
}
