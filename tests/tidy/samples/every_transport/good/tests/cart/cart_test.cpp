TEST_CASE_TRANSPORTS("a cart keeps its lines") {
  Bench bench{wire, {"cart"}};
}
