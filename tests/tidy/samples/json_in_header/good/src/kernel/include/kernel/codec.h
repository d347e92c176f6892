#pragma once
#include <string>
#include <boost/json/fwd.hpp>
