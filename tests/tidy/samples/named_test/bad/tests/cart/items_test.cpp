TEST_CASE("a cart keeps what it holds") {}
