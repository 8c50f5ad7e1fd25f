import { provideTracing, type SpanStart } from './tracing.ts';

export interface TracingOptions {
  /** Of the collector, without `/v1/traces` */
  endpoint: string;
  headers: Record<string, string>;
  /** Of new traces that are recorded, from 0 to 1; one that a caller began is recorded if the caller records it */
  ratio: number;
  service: string;
  version: string;
}

/** Nobody waits longer for a collector as a process ends, in ms. */
const flushMs = 2_000;
const shape = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/**
 * Sends spans to a collector by OTLP over HTTP. What is sent is what this product itself marks: the provider is not registered for
 * the whole process, since Next would then record addresses with all that is in them. Returns what sends the rest.
 */
export async function startTracing(options: TracingOptions): Promise<() => Promise<void>> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { endpoint, headers, ratio, service, version } = options;
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: 1000 })],
  });
  const tracer = provider.getTracer('tenko', version);
  const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT, internal: api.SpanKind.INTERNAL };
  const contextOf = (traceparent: string) => {
    const [, traceId = '', spanId = '', flags = '00'] = shape.exec(traceparent) ?? [];
    const found = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
    return api.isSpanContextValid(found) ? [found] : [];
  };
  provideTracing((name, { kind, parents, attributes }: SpanStart) => {
    const [parent, ...others] = parents.flatMap(contextOf);
    const context =
      parent === undefined ? api.ROOT_CONTEXT : api.trace.setSpanContext(api.ROOT_CONTEXT, parent);
    const links = others.map((other) => ({ context: other }));
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes, links }, context);
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      traceparent: span.isRecording()
        ? `00-${traceId}-${spanId}-${String(traceFlags).padStart(2, '0')}`
        : null,
      set: (more) => void span.setAttributes(more),
      fail: (code) => void span.setStatus({ code: api.SpanStatusCode.ERROR, message: code }),
      end: () => span.end(),
    };
  });
  return async () => {
    provideTracing(null);
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, flushMs);
    await Promise.race([provider.shutdown().catch(() => undefined), late.promise]);
    clearTimeout(timer);
  };
}
