const char* all[] = {"auth", "catalog", "cart",  // OFFENCE
                     "order"};
