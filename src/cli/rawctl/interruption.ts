/** A signal that ends what a command does at Ctrl-C, so that it can still say how it went. */
export function interruption(): AbortSignal & Disposable {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  return Object.assign(controller.signal, {
    [Symbol.dispose]() {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    },
  });
}
