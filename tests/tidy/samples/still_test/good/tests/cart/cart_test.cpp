void wait() { shop.advance(one_second); }
