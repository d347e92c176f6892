void pay() {
  if (remote) retry();              // OFFENCE
  if (bus.is_local()) hurry();      // OFFENCE
  if (place == Place::serialized) encode();  // OFFENCE
}
