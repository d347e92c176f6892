// Never detached: a failure would go unheard.
void accept() { group.spawn(serve()); }
