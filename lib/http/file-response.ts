/** A file that is made as it is taken. What fails before its first part is thrown; later, the file breaks off. */
export async function fileResponse(
  chunks: AsyncGenerator<string>,
  { contentType, fileName }: { contentType: string; fileName: string },
): Promise<Response> {
  const encoder = new TextEncoder();
  let ready: IteratorResult<string> | null = await chunks.next();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = ready ?? (await chunks.next());
        ready = null;
        if (chunk.done === true) controller.close();
        else controller.enqueue(encoder.encode(chunk.value));
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(stream, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'x-content-type-options': 'nosniff',
    },
  });
}
