// What the admin API answers (/openapi.json), as far as the console reads it.

export interface Calls {
  caller: string;
  callee: string;
  message: string;
  kind: 'call' | 'event' | 'owed';
  transport: 'local' | 'serialized' | 'http';
  ok: number;
  failed: number;
  latency: number[];
  took_us: number;
  request_bytes: number;
  reply_bytes: number;
  encode_us: number;
  decode_us: number;
  queue_us: number;
}

export interface Breaker {
  callee: string;
  state: 'closed' | 'open' | 'half_open';
  times_opened: number;
  refused: number;
}

export interface PulseProcess {
  name: string;
  url: string | null;
  reachable: boolean;
  process_id: number;
  cpu_ms: number;
  resident_bytes: number;
  breakers: Breaker[];
}

export interface PulseModule {
  name: string;
  process: string;
  transport: 'local' | 'serialized' | 'http';
  reachable: boolean;
  queued: number;
  committed: number;
  pending: number;
  dead: number;
  oldest_ms: number;
}

export interface Pulse {
  at: string;
  processes: PulseProcess[];
  modules: PulseModule[];
  calls: Calls[];
  subscriptions: { subscriber: string; event: string }[];
  requests: { ok: number; refused: number; failed: number; orders: number; latency: number[] };
}

export interface Example {
  name: string;
  module: string;
  kind: 'query' | 'command' | 'event';
  request: string;
  reply: string;
  code: string;
}

export interface Tapped {
  seen: {
    at: string;
    took_us: number;
    request: string;
    reply: string;
    request_bytes: number;
    reply_bytes: number;
    too_long: boolean;
    error: string | null;
    traceparent: string;
    deadline_ms: number;
    asks: 'user' | 'service' | 'anonymous';
    key: string | null;
  } | null;
  code: string;
}

export interface TraceRow {
  trace_id: string;
  name: string;
  started_at: string;
  took_us: number;
  answered_us: number;
  error: boolean;
  subject: string | null;
}

export interface Span {
  depth: number;
  span_id: string;
  parent_id: string | null;
  process: string;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  caller: string;
  callee: string;
  transport: string;
  offset_us: number;
  took_us: number;
  outcome: string;
  error: boolean;
  status: number | null;
  waited_us: number | null;
  ran_us: number | null;
}

export interface Trace {
  trace_id: string;
  started_at: string;
  took_us: number;
  error: boolean;
  spans: Span[];
  unreachable: string[];
}

/** A trace with where it comes from, as it is kept and exported. */
export interface KeptTrace {
  format: 1;
  layout: string;
  made: string;
  trace: Trace;
}

export interface Letter {
  delivery: number;
  destination: string;
  type: string;
  aggregate: string;
  payload: string;
  attempts: number;
  dead: boolean;
  error: string;
  created_at: string;
}

export interface Letters {
  items: Letter[];
  pending: number;
  dead: number;
}

export interface Rule {
  message: string | null;
  percent: number | null;
  latency_ms: number | null;
  jitter_ms: number | null;
  error: string | null;
  drop: boolean | null;
  duplicate: boolean | null;
  crash: 'received' | 'answered' | null;
}

export interface Rules {
  enabled: boolean;
  rules: Rule[];
}

export interface Sample {
  at: string;
  requests: number;
  failed: number;
  p50_ms: number;
  p99_ms: number;
  orders: number;
  calls_within: number;
  calls_across: number;
  calls_failed: number;
  queued: number;
  pending: number;
  dead: number;
  open_breakers: number;
  unreachable: number;
  cpu_percent: number;
  resident_mib: number;
}

export interface Comparison {
  id: string;
  started_at: string;
  layouts: string[];
  state: 'running' | 'done' | 'failed';
  percent: number;
  step: string;
  title: string;
}
