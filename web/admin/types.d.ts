// What the API answers to administrators, as far as the pages read it.
import type { Money, Status } from '../shared/types.js';

export interface PlacedOrder {
  id: string;
  status: Status;
  total: Money;
  placed_by: string;
  recipient: string;
  created_at: string;
}

export interface Payment {
  id: string;
  order_id: string;
  status: 'pending' | 'captured' | 'declined' | 'failed' | 'refunded' | 'owed';
  amount: Money;
  refunded: Money;
  created_at: string;
}

export type MailStatus = 'queued' | 'delivered' | 'dead';

export interface MailRow {
  id: string;
  sent_to: string;
  email: string;
  kind: string;
  subject: string;
  status: MailStatus;
  attempts: number;
  error: string;
  created_at: string;
}

export interface Mail extends MailRow {
  name: string;
  text: string;
  html: string;
}

export interface ImportRow {
  sku: string;
  name: string;
  description: string;
  category: string;
  price: Money;
  stock: number;
}

export interface ImportResult {
  created: number;
  updated: number;
  unchanged: number;
}
