/** Waiting, as Node does it; nothing here keeps the process alive, and no task may reject. */
type Task = () => Promise<void>;

/** Both give the means to stop. */
export const timers = {
  after(ms: number, task: Task): () => void {
    const timer = setTimeout(() => void task(), ms).unref();
    return () => clearTimeout(timer);
  },
  every(ms: number, task: Task): () => void {
    const timer = setInterval(() => void task(), ms).unref();
    return () => clearInterval(timer);
  },
};
