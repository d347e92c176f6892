#pragma once
#include <simdjson.h>            // OFFENCE
#include <boost/json/value.hpp>  // OFFENCE
