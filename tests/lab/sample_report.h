// A report made by hand, with something in every section; its figures are invented.
#pragma once

#include "lab/report/report.h"

// Four layouts, a valid audit; summary and verdicts are made from the rest.
lab::Report sample_report();

// Two layouts, one fault, no sweep.
lab::Report quick_report();

// The audit failed twice and verdicts are refused.
lab::Report refused_report();

// Nothing but where it ran: interrupted at once.
lab::Report empty_report();
