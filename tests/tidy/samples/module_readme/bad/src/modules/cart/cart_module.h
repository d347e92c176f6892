#pragma once  // OFFENCE
