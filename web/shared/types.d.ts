// What the public API answers (/openapi.json), as far as the pages read it.

export interface Money {
  amount: number; // minor units
  currency: string;
}

export interface Product {
  id: string;
  sku: string;
  name: string;
  description: string;
  category: string;
  price: Money;
  stock: number;
  active: boolean;
  picture: string | null; // where its picture is
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export interface Category {
  name: string;
  products: number;
}

export interface CartLine {
  product_id: string;
  name: string;
  quantity: number;
  unit_price: Money;
  line_total: Money;
}

export interface Cart {
  revision: number;
  items: CartLine[];
  total: Money;
}

export interface Address {
  name: string;
  line1: string;
  line2?: string | null;
  city: string;
  postal_code: string;
  country: string;
}

export interface Shortage {
  product_id: string;
  name: string;
  wanted: number;
  available: number;
}

export type Status =
  'pending' | 'reserved' | 'paid' | 'confirmed' | 'failed' | 'cancelling' | 'cancelled';

export interface OrderRow {
  id: string;
  status: Status;
  total: Money;
  created_at: string;
}

export interface Order extends OrderRow {
  lines: CartLine[];
  payment_id: string | null;
  shipping_address: Address;
  failure: { code: string; detail: string; shortages: Shortage[] } | null;
}

export interface Account {
  id: string;
  email: string;
  name: string;
  role: string;
  email_verified: boolean;
  created_at: string;
}

export interface Tokens {
  access_token: string;
  expires_in: number; // seconds
}

// RFC 9457.
export interface ProblemBody {
  title: string;
  status: number;
  detail: string;
  code: string;
  trace_id: string;
  errors: { pointer: string; detail: string }[];
  order_id?: string;
  shortages?: Shortage[];
}
