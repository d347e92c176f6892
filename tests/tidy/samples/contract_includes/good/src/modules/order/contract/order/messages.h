#pragma once
#include <cstdint>
#include <string_view>
#include "kernel/money.h"
#include "order/ids.h"
