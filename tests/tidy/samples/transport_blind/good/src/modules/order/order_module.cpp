// Whether payment is remote is no business of ours.
void pay() { charge(); }
