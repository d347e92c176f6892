#pragma once
#include <string>
#include <boost/asio.hpp>    // OFFENCE
#include <sqlite3.h>         // OFFENCE
#include <fmt/format.h>      // OFFENCE
#include "cart/messages.h"   // OFFENCE
#include "http/request.h"    // OFFENCE
#include "kernel/money.h"
