/** While nothing is sent, the caller is checked this often. */
const recheckMs = 5_000;

/**
 * Passes a stream on for as long as its caller may have it: asked before each piece is sent, so that nothing follows the
 * end of a session or key, and every few seconds. A stream of events is then closed; a file breaks off, so that its
 * reader sees that it is cut.
 */
export function whileAllowed(
  body: ReadableStream<Uint8Array>,
  { isAllowed, isFile }: { isAllowed: () => Promise<boolean>; isFile: boolean },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let hasEnded = false;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    hasEnded = true;
    clearInterval(timer);
  };
  const endUnlessAllowed = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (hasEnded || (await isAllowed().catch(() => false)) || hasEnded) return;
    end();
    await reader.cancel().catch(() => undefined);
    if (isFile) controller.error(new Error('The session or key of this download has ended.'));
    else controller.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setInterval(() => void endUnlessAllowed(controller), recheckMs).unref();
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (hasEnded) return;
        if (done) {
          end();
          controller.close();
          return;
        }
        await endUnlessAllowed(controller);
        if (!hasEnded) controller.enqueue(value);
      },
      async cancel(reason) {
        end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
