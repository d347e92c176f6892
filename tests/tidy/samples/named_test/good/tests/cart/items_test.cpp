TEST_CASE("a cart keeps what it holds, however "
          "long it is left alone") {}
