struct A {};  // OFFENCE
