auth::Module auth; catalog::Module catalog; cart::Module cart; order::Module order;
