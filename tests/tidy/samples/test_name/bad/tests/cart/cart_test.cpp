TEST_CASE("add_item") {}                // OFFENCE
TEST_CASE_TRANSPORTS("Cart merge") {}   // OFFENCE
