TEST_CASE("a merged cart keeps both lines") {}
