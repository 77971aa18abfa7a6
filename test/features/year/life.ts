/** A worker that may die at any wait: what waits then waits for ever, as in a process that was killed. */
import type { Redis } from 'ioredis';

export interface Life {
  /** Does something outside, unless the worker has died; it may die just before it, or before it sees the answer. */
  pass<T>(work: () => Promise<T> | T): Promise<T>;
  /** The worker dies at one of the waits that follow. */
  endAfter(waits: number): void;
  readonly isOver: () => boolean;
  readonly over: Promise<void>;
}

const FOR_EVER = new Promise<never>(() => undefined);

export function createLife(): Life {
  let [left, isOver] = [Infinity, false];
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const wait = (): boolean => {
    left -= 1;
    if (left === 0) {
      isOver = true;
      end();
    }
    return isOver;
  };
  return {
    over,
    isOver: () => isOver,
    endAfter: (waits) => void (left = waits),
    async pass(work) {
      if (isOver || wait()) return FOR_EVER;
      try {
        const result = await work();
        return wait() ? await FOR_EVER : result;
      } catch (error) {
        if (isOver) return FOR_EVER;
        throw error;
      }
    },
  };
}

const CHAINS: ReadonlySet<unknown> = new Set(['multi', 'pipeline']);

/** A connection whose holder may die with every command. */
export function mortalRedis(redis: Redis, life: Life): Redis {
  return new Proxy(redis, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (CHAINS.has(name)) return (...given: readonly unknown[]) => mortalChain(Reflect.apply(member, target, given) as object, life);
      return (...given: readonly unknown[]) => life.pass<unknown>(() => Reflect.apply(member, target, given) as unknown);
    },
  });
}

/** Commands of a chain are only collected; sending them is one wait. */
function mortalChain(chain: object, life: Life): unknown {
  const proxy: unknown = new Proxy(chain, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (name === 'exec') return () => life.pass<unknown>(() => Reflect.apply(member, target, []) as unknown);
      return (...given: readonly unknown[]) => {
        Reflect.apply(member, target, given);
        return proxy;
      };
    },
  });
  return proxy;
}

/** An object all of whose functions are such waits. */
export function mortal<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]) => life.pass<unknown>(() => Reflect.apply(member, target, given) as unknown);
    },
  });
}
