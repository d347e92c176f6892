TEST_CASE("a cart keeps its lines locally") {
  Bench bench{test::Wire::local, {"cart"}};  // OFFENCE
}
