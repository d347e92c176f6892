void accept() { boost::asio::co_spawn(loop, serve(), boost::asio::detached); }  // OFFENCE
